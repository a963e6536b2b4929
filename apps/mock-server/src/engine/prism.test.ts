import { expect, test } from "vitest";

import { createEngine } from "./prism.ts";

const documentOf = (word: string): object => ({
  openapi: "3.0.3",
  info: { title: "Lamps", version: "1" },
  paths: {
    "/lamps": {
      get: {
        operationId: word,
        responses: { 200: { description: "ok", content: { "application/json": { example: word } } } },
      },
    },
  },
});

const requestOf = (path: string) => ({ method: "get", path, query: {}, headers: {} });

test("a document is read once in a process, and each engine responds from its own", async () => {
  const [first, again, other] = [
    await createEngine(documentOf("one")),
    await createEngine(documentOf("one")),
    await createEngine(documentOf("two")),
  ];
  expect(again.operations).toBe(first.operations);
  const bodies = [first, other, again].map(async (engine) => (await engine.mock(requestOf("/lamps"), {})).body);
  expect(await Promise.all(bodies)).toEqual(["one", "two", "one"]);
});

test("a document that cannot be read is refused each time", async () => {
  const broken = { openapi: "3.0.3", paths: { "/a": { $ref: "#/nowhere" } } };
  for (let count = 0; count < 2; count++) await expect(createEngine(broken)).rejects.toThrow("nowhere");
});
