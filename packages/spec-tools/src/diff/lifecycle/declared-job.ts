import type { Phase, XJob } from "@genwait/lifecycle";

import { phasesOf, waysOfJob } from "../../codegen/ways-of-job.ts";
import { isObject, isString } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { memberOf, membersOf, type SpecDocument, type SpecNode, valueAt } from "../spec-node.ts";
import { type Operation, operationsOf } from "../wire/operations-of.ts";

/** A job with the operation that reports on it. */
export interface DeclaredJob {
  readonly name: string;
  readonly declaration: XJob;
  readonly operation: Operation;
  /** Where the declaration stands. */
  readonly pointer: string;
  /** The JSON bodies of the responses that can tell a state. */
  readonly responses: readonly Schema[];
  readonly phases: readonly Phase[];
}

/** Every job of a document, in its order. */
export const jobsOf = (document: SpecDocument): readonly DeclaredJob[] =>
  operationsOf(document).flatMap((operation) => {
    const node = memberOf(operation.node, "x-job");
    const declaration = node?.value;
    if (node === undefined || !isDeclaration(declaration)) return [];
    const telling = [...membersOf(memberOf(operation.node, "responses"))].filter(
      ([code]) => waysOfJob(declaration, code.toUpperCase()).length > 0,
    );
    return [
      {
        name: declaration.name,
        declaration,
        operation,
        pointer: node.pointer,
        responses: telling.flatMap(([, response]) => jsonSchemaOf(response)),
        phases: phasesOf(telling.flatMap(([code]) => waysOfJob(declaration, code.toUpperCase()))),
      },
    ];
  });

/** The job that is meant when nobody names one: the declared default, the only one, or the first that is not deprecated. */
export const defaultJobOf = (jobs: readonly DeclaredJob[]): DeclaredJob | undefined =>
  jobs.find(({ declaration }) => declaration.default === true) ??
  jobs.find(({ operation }) => valueAt(operation.node, "deprecated") !== true) ??
  jobs[0];

// The declaration's own JSON Schema is checked by the linter; a name is what everything here hangs on.
const isDeclaration = (value: unknown): value is XJob => isObject(value) && isString(value["name"]);

const jsonSchemaOf = (response: SpecNode): readonly Schema[] =>
  [...membersOf(memberOf(response, "content"))].flatMap(([type, media]) => {
    const schema = memberOf(media, "schema");
    return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type) && schema !== undefined ? [[schema]] : [];
  });
