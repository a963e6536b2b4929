import { parse } from "yaml";

import { judgeDocuments } from "../judge-documents.ts";
import { documentOf } from "../load-document.ts";
import type { ApiDiff } from "../report/diff-report.ts";
import { putTogether } from "../report/put-together.ts";
import { applyEdits, type Edit } from "./apply-edits.ts";

/** The verdict on two documents in memory. */
export const diffOf = async (old: unknown, revised: unknown): Promise<ApiDiff> =>
  putTogether("pots", await judgeDocuments(documentOf(old), documentOf(revised)));

/** The verdict on edits of a small document, for tests that look at a message or a pointer. */
export const diffOfEdits = (edits: readonly Edit[], before: readonly Edit[] = []): Promise<ApiDiff> => {
  const old = applyEdits(parse(pots), before);
  return diffOf(old, applyEdits(old, edits));
};

/** The same as the sentences of its reasons, each with its bump, for tests that are about words. */
export const sentencesOfEdits = async (
  edits: readonly Edit[],
  before: readonly Edit[] = [],
): Promise<readonly string[]> =>
  (await diffOfEdits(edits, before)).reasons.map(({ bump, message }) => `${bump}: ${message}`);

/** Where the parts of that document are. */
export const places = {
  put: "/paths/~1pots~1{id}/put",
  pot: "/components/schemas/Pot/properties",
} as const;

const pots = `
openapi: 3.0.3
info: { title: Pots, version: "1" }
paths:
  /pots/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    put:
      operationId: putPot
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Pot" } } } }
      responses:
        "200": { description: Put., content: { application/json: { schema: { $ref: "#/components/schemas/Pot" } } } }
components:
  schemas:
    Pot:
      type: object
      required: [glaze]
      properties:
        glaze: { type: string, enum: [matt, shiny] }
        handles: { type: integer, minimum: 0 }
        lid: { type: object, properties: { knob: { type: string } } }
`;
