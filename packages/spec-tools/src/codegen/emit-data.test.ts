import { expect, it } from "vitest";

import type { JsonObject } from "../merge/json.ts";
import { emitApi, emitOperations } from "./emit-data.ts";
import { readApi } from "./read-api.ts";
import { bakeStatus, type TestDocument, testDocument } from "./testing.ts";
import { validatorsOf } from "./validators-of.ts";

const apiOf = (document: TestDocument) =>
  readApi({ name: "oven", document: testDocument(document), place: "specs/oven" });

const operations = (paths: JsonObject): string => {
  const api = apiOf({ paths });
  return emitOperations(api, validatorsOf(api));
};

it("leaves out what is the default, and imports no part that is not needed", () => {
  expect(operations({ "/bakes/{id}": { get: bakeStatus } })).toMatchInlineSnapshot(`
    "import type { Operation } from "@genwait/client-core";

    import { validateBake } from "./validators.ts";

    export const operations: Readonly<Record<string, Operation>> = { getBake: { id: "getBake", method: "GET", path: "/bakes/{id}", answers: { "200": validateBake } } };
    "
  `);
});

it("brings what puts parameters into the query, and says how a body is passed", () => {
  const query = { name: "dry", in: "query", schema: { type: "boolean" } };
  const requestBody = { required: true, content: { "application/json": { schema: { type: "object" } } } };
  const text = operations({
    "/bakes": { post: { operationId: "createBake", parameters: [query], requestBody, responses: { "204": {} } } },
    "/bakes/{id}": {
      get: bakeStatus,
      put: {
        operationId: "renameBake",
        parameters: [...bakeStatus.parameters, { ...query, required: true }],
        requestBody,
        responses: { "2XX": {}, default: {} },
      },
    },
  });
  expect(text).toMatchInlineSnapshot(`
    "import type { Operation } from "@genwait/client-core";
    import { answersByCode, putParameters } from "@genwait/client-core/parts";

    import { validateAnything, validateBake } from "./validators.ts";

    export const operations: Readonly<Record<string, Operation>> = {
      createBake: {
        id: "createBake",
        method: "POST",
        path: "/bakes",
        parameters: { put: putParameters, list: [{ name: "dry", in: "query" }] },
        body: "input",
        answers: { "204": validateAnything },
      },
      getBake: { id: "getBake", method: "GET", path: "/bakes/{id}", answers: { "200": validateBake } },
      renameBake: {
        id: "renameBake",
        method: "PUT",
        path: "/bakes/{id}",
        parameters: { put: putParameters, list: [{ name: "dry", in: "query", required: true }] },
        body: "member",
        answers: answersByCode({ "2XX": validateAnything }),
      },
    };
    "
  `);
});

it("brings what puts a key into the query", () => {
  const securitySchemes = { key: { type: "apiKey", in: "query", name: "api_key" } };
  const api = apiOf({ more: { security: [{ key: [] }], components: { securitySchemes, schemas: {} } } });
  expect(emitApi(api)).toContain('key: { in: "query", name: "api_key", put: putParameters },');
  expect(emitApi(api)).toContain('import { putParameters } from "@genwait/client-core/parts";');
});
