import { expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { doneThing, json, serve, text } from "./fixtures/serve.ts";
import { createValidator } from "./validate.ts";

const ofSchema = (schema: object, schemas: object = {}, openapi: string = "3.0.3"): object => ({
  openapi,
  info: { title: "Things", version: "1" },
  paths: {
    "/v1/things/{id}": {
      get: {
        responses: {
          200: { description: "", content: { "application/json": { schema } } },
          202: { description: "" },
          "4XX": { $ref: "#/components/responses/Problem" },
        },
      },
    },
  },
  components: {
    schemas,
    responses: {
      Problem: {
        description: "",
        content: { "application/problem+json": { schema: { type: "object", required: ["message"] } } },
      },
    },
  },
});

const operation = { method: "GET", path: "/v1/things/{id}" } as const;

const check = (schema: object, body: unknown, schemas?: object, openapi?: string): unknown =>
  createValidator(ofSchema(schema, schemas, openapi)).check(operation, { status: 200, body });

const thing = {
  type: "object",
  required: ["id", "secret"],
  properties: {
    id: { type: "string" },
    secret: { type: "string", writeOnly: true },
    note: { type: "string", nullable: true },
    size: { type: "string", enum: ["s", "l"], nullable: true },
    parent: { nullable: true, allOf: [{ $ref: "#/components/schemas/Thing" }] },
    tags: { type: "array", items: { type: "string" } },
    "a/b~c %": { type: "integer" },
  },
};

test("a response that fits its schema has no mismatch", () => {
  const body = { id: "a", note: null, size: null, parent: { id: "b", parent: null }, tags: ["x"], more: 1 };
  expect(check(thing, body, { Thing: thing })).toEqual([]);
});

test("each place that leaves the schema is told, in words", () => {
  const body = { note: 5, size: "m", parent: { id: 1 }, tags: ["x", 2], "a/b~c %": 1.5 };
  expect(check(thing, body, { Thing: thing })).toEqual([
    { pointer: "/id", expected: "a value" },
    { pointer: "/note", expected: "a string or null" },
    { pointer: "/size", expected: 'one of ["s","l",null]' },
    { pointer: "/parent/id", expected: "a string" },
    { pointer: "/tags/1", expected: "a string" },
    { pointer: "/a~1b~0c %", expected: "an integer" },
  ]);
  expect(check({ minimum: 3, multipleOf: 2 }, 1)).toEqual([{ pointer: "", expected: "minimum 3" }]);
});

test("a choice that nothing fits is one mismatch", () => {
  const schema = { oneOf: [{ type: "string" }, { type: "object", required: ["a"] }] };
  expect(check(schema, 5)).toEqual([{ pointer: "", expected: "one of several schemas" }]);
  expect(check(schema, "a")).toEqual([]);
});

test("statuses are found by code, by class, and told when they are not declared", () => {
  const validator = createValidator(ofSchema(thing));
  expect(validator.check(operation, { status: 404, body: {} })).toEqual([{ pointer: "/message", expected: "a value" }]);
  expect(validator.check(operation, { status: 202, body: undefined })).toEqual([]);
  expect(validator.check(operation, { status: 200, body: undefined })).toEqual([{ pointer: "", expected: "a value" }]);
  expect(validator.check(operation, { status: 500, body: {} })).toEqual([
    { pointer: "$statusCode", expected: "a declared code" },
  ]);
  expect(validator.check({ method: "POST", path: "/other" }, { status: 200, body: {} })).toEqual([]);
});

test("no pattern and no format of the vendor's is run, and what depends on one refuses nothing", () => {
  const slow = "^(a+)+$";
  const body = `${"a".repeat(40)}!`;
  expect(check({ type: "string", pattern: slow, format: "email" }, body)).toEqual([]);
  expect(check({ not: { pattern: "a" } }, body)).toEqual([]);
  expect(check(JSON.parse(`{"if":{"pattern":${JSON.stringify(slow)}},"then":false}`), body, {}, "3.1.0")).toEqual([]);
  expect(check({ oneOf: [{ pattern: "^a" }, { pattern: "^b" }] }, body)).toEqual([]);
  const map = { type: "object", patternProperties: { [slow]: { type: "number" } }, additionalProperties: false };
  expect(check(map, { [body]: "x" }, {}, "3.1.0")).toEqual([]);
});

test("a schema without end, references elsewhere, and odd names harm nobody", () => {
  const loop = { allOf: [{ $ref: "#/components/schemas/Loop" }] };
  expect(check(loop, {}, { Loop: loop })).toEqual([{ pointer: "", expected: "a schema that can be checked" }]);
  expect(check({ $ref: "https://elsewhere.example/schema.json" }, 5)).toEqual([]);
  const odd = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"},"id":{"type":"string"}}}');
  expect(
    check({ $ref: "#/components/schemas/__proto__" }, {}, JSON.parse(`{"__proto__":${JSON.stringify(odd)}}`)),
  ).toEqual([]);
  expect(check({ ...odd, id: "x", $id: "y" }, { id: 5 })).toEqual([{ pointer: "/id", expected: "a string" }]);
});

test("the document stays as it was, and one that is none is refused", () => {
  const document = ofSchema(thing);
  const before = JSON.stringify(document);
  createValidator(document).check(operation, { status: 200, body: {} });
  expect(JSON.stringify(document)).toBe(before);
  expect(() => createValidator({})).toThrow(TypeError);
});

const validate = createValidator(
  ofSchema({
    type: "object",
    required: ["url"],
    properties: { url: { type: "string" }, list: { items: { type: "string" } } },
  }),
);

test("mismatches are reported once for each place, and once with the poll", async () => {
  const { client, mismatches } = serve(json({ ...doneThing, list: [1, 2, "a"] }), { validate });
  const { schemaMismatches } = await client.thing("thing-1").poll();
  const expected = { operation: "getThing", pointer: "/list/*", expected: "a string", found: "a number" };
  expect(schemaMismatches).toEqual([expected]);
  expect(await client.thing("thing-1").poll()).not.toHaveProperty("schemaMismatches");
  await client.GET("/v1/things/{id}", { params: { path: { id: "a" } } });
  expect(mismatches).toEqual([expected]);
});

test("a thousand places are remembered, and no more", async () => {
  let count = 0;
  const { client, mismatches } = serve(() => Response.json({ ...doneThing, [`a${count++}`]: 5 }), {
    validate: createValidator(ofSchema({ type: "object", additionalProperties: { type: "string" } })),
  });
  for (let poll = 0; poll < 1010; poll++) await client.thing("thing-1").poll();
  expect(mismatches).toHaveLength(1000);
});

test("two clients with one validator are told each for itself", async () => {
  const responder = json({ ...doneThing, url: 5 });
  const told = await Promise.all(
    [1, 2].map(async () => {
      const { client, mismatches } = serve(responder, { validate });
      await client.GET("/v1/things/{id}", { params: { path: { id: "a" } } });
      return mismatches.length;
    }),
  );
  expect(told).toEqual([1, 1]);
});

test("strict makes an error of any mismatch, and loses no id", async () => {
  const odd = text(JSON.stringify(doneThing), { headers: { "content-type": "text/plain" } });
  const { client } = serve(odd, { strict: true, validate });
  const error = await failureOf(client.thing("thing-1").poll());
  expect(error).toMatchObject({ kind: "invalid-response" });
  expect(error.message).toContain("$response.header.content-type is text/plain instead of JSON");
  expect(await failureOf(client.startThing({ text: "a" }))).toMatchObject({ jobId: "thing-1", mayHaveStarted: true });
  expect(
    await failureOf(
      serve(json({ ...doneThing, url: 5 }), { strict: true, validate })
        .client.thing("thing-1")
        .poll(),
    ),
  ).toMatchObject({
    kind: "invalid-response",
  });
});

test.for<[string, () => unknown]>([
  [
    "throws",
    () => {
      throw new Error("mine");
    },
  ],
  ["rejects", () => Promise.reject(new Error("mine"))],
])("an onSchemaMismatch that %s costs no response", async ([, onSchemaMismatch]) => {
  const { client } = serve(text(JSON.stringify(doneThing)), { validate, onSchemaMismatch });
  expect((await client.thing("thing-1").poll()).state.phase).toBe("succeeded");
});
