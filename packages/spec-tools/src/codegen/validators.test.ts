import { Ajv, type ErrorObject } from "ajv";
import * as parts from "@genwait/client-core/parts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { JsonObject } from "../merge/json.ts";
import { emitValidators } from "./emit-validators.ts";
import { readApi } from "./read-api.ts";
import { bakeStatus, testDocument } from "./testing.ts";
import { typeWords } from "./type-words.ts";
import { validatorsOf } from "./validators-of.ts";

interface Found {
  readonly pointer: string;
  readonly expected: string;
}

type Validator = (body: unknown) => readonly Found[];

const emit = (schemas: JsonObject, openapi = "3.0.3"): string =>
  emitValidators(
    validatorsOf(readApi({ name: "oven", document: testDocument({ schemas, openapi }), place: "specs/oven" })),
    "specs/oven",
  );

const load = async (text: string): Promise<Validator> => {
  const plain = text
    .replaceAll(/^(?:export )?(const \w+): Validate = /gm, "$1 = ")
    .replace(/^import type .*$/m, "")
    .replace(/^import (\{[^}]*\}) from "@genwait\/client-core\/parts";$/m, "const $1 = parts;");
  const source = `export default (parts) => {\n${plain}\nreturn validateBake;\n};`;
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
  const make: unknown = typeof module === "object" && module !== null ? Reflect.get(module, "default") : undefined;
  const found: unknown = typeof make === "function" ? make(parts) : undefined;
  if (!isValidator(found)) throw new Error(`No validator in ${text}`);
  return found;
};

const isValidator = (value: unknown): value is Validator => typeof value === "function";

const validatorFor = async (schema: JsonObject, openapi?: string): Promise<Validator> =>
  load(emit({ Bake: schema }, openapi));

const found = (validate: Validator, body: unknown): readonly string[] =>
  validate(body).map(({ pointer, expected }) => `${pointer} ${expected}`);

const properties = {
  a: { type: "string" },
  n: { type: "integer", minimum: 1 },
  list: { type: "array", items: { type: "object", required: ["x/y"], properties: { "x/y": { type: "boolean" } } } },
};

describe("a validator", () => {
  it("names every departure by its place and what was expected there, and starts anew at each call", async () => {
    const validate = await validatorFor({ type: "object", required: ["a"], properties });
    expect(found(validate, { n: 0, list: [{ "x/y": true }, {}, { "x/y": 1 }] })).toEqual([
      "/a a value",
      "/n minimum",
      "/list/1/x~1y a value",
      "/list/2/x~1y a boolean",
    ]);
    expect(found(validate, { a: "" })).toEqual([]);
  });

  it("takes words, members and lengths that the schema does not list", async () => {
    const validate = await validatorFor({
      type: "object",
      additionalProperties: false,
      properties: { a: { type: "string", enum: ["x"], maxLength: 1, format: "uri" }, b: { const: "k" } },
    });
    expect(found(validate, { a: "new word", b: 2, c: 1 })).toEqual([]);
  });

  it("takes null where 3.0 calls it nullable, also beside a reference", async () => {
    const text = emit({
      Bake: {
        type: "object",
        properties: {
          a: { type: "string", nullable: true },
          b: { nullable: true, allOf: [{ $ref: "#/components/schemas/Part" }] },
          c: { type: "string" },
        },
      },
      Part: { type: "object" },
    });
    expect(found(await load(text), { a: null, b: null, c: null })).toEqual(["/c a string"]);
  });

  it("takes the lists of types and the bounds of 3.1", async () => {
    const validate = await validatorFor(
      { type: "object", properties: { a: { type: ["string", "null"] }, n: { type: "number", exclusiveMinimum: 0 } } },
      "3.1.0",
    );
    expect(found(validate, { a: null, n: 1 })).toEqual([]);
    expect(found(validate, { a: 1, n: 0 })).toEqual(["/a a string or null", "/n exclusiveMinimum"]);
  });

  it("asks for one branch of several at least, for open words make them overlap", async () => {
    const validate = await validatorFor({
      oneOf: [
        { type: "object", properties: { kind: { enum: ["a"] } } },
        { type: "object", properties: { kind: { enum: ["b"] } } },
      ],
    });
    expect(found(validate, { kind: "a" })).toEqual([]);
    expect(found(validate, 1).length).toBeGreaterThan(0);
  });

  it("reads a schema that contains itself", async () => {
    const validate = await validatorFor({
      type: "object",
      properties: { parts: { type: "array", items: { $ref: "#/components/schemas/Bake" } } },
    });
    expect(found(validate, { parts: [{ parts: [{ parts: 1 }] }] })).toEqual(["/parts/0/parts/0/parts a list"]);
  });

  it("does not miss what only requests carry", async () => {
    const validate = await validatorFor({
      type: "object",
      required: ["sent", "seen"],
      properties: { sent: { type: "string", writeOnly: true }, seen: { type: "string" } },
    });
    expect(found(validate, {})).toEqual(["/seen a value"]);
  });
});

describe("the module of validators", () => {
  it("imports nothing at run time but the checks of client-core, and evaluates nothing", () => {
    const text = emit({
      Bake: { type: "object", required: ["a"], properties, patternProperties: { "^x": { type: "string" } } },
    });
    expect(text).not.toMatch(/require\(|\beval\b|new Function|schemaPath|parentData/);
    expect(
      text.match(/^import (?!type).*$/gm)?.every((line) => line.endsWith(' from "@genwait/client-core/parts";')),
    ).toBe(true);
  });

  it("has one validator for answers of one schema, and one that takes anything for those without", () => {
    const json = { content: { "application/json": { schema: { $ref: "#/components/schemas/Bake" } } } };
    const responses = { "200": json, "201": json, "204": {} };
    const api = readApi({
      name: "oven",
      document: testDocument({ paths: { "/bakes/{id}": { get: { ...bakeStatus, responses } } } }),
      place: "",
    });
    const validators = validatorsOf(api);
    const [operation] = api.operations;
    expect(operation?.answers.map((answer) => validators.nameFor(operation, answer))).toEqual([
      "validateBake",
      "validateBake",
      "validateAnything",
    ]);
  });

  it("says which API has a schema that is none", () => {
    expect(() => emit({ Bake: { type: "object", properties: { a: { type: "string", pattern: "(" } } } })).toThrow(
      /^Failed to generate from specs\/oven: a schema cannot be compiled: .* Correct it in the overlay\.$/,
    );
  });
});

/** An error of ajv as a validator notes it. */
const inWords = ({ instancePath, keyword, params }: ErrorObject): Found => {
  if (keyword !== "required") {
    return { pointer: instancePath, expected: keyword === "type" ? typeWords(params["type"]) : keyword };
  }
  const token = String(params["missingProperty"]).replaceAll("~", "~0").replaceAll("/", "~1");
  return { pointer: `${instancePath}/${token}`, expected: "a value" };
};

it("finds what ajv finds, whatever the schema and the value", async () => {
  const { schema } = fc.letrec<{ schema: JsonObject; leaf: JsonObject }>((tie) => ({
    leaf: fc.oneof(
      fc.constantFrom<JsonObject>(
        { type: "string" },
        { type: "number" },
        { type: "boolean" },
        { type: "integer", maximum: 3 },
        { type: ["string", "null"] },
        { type: "string", pattern: "^a" },
        { type: "number", exclusiveMinimum: 0, minimum: 1, exclusiveMaximum: 9 },
        { type: "null" },
        { minimum: 2, pattern: "b" },
      ),
    ),
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      tie("leaf"),
      fc.record({ type: fc.constant("array"), items: tie("schema") }),
      fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
      fc.record({
        type: fc.constantFrom("array", ["array", "null"]),
        items: tie("schema"),
        minItems: fc.constantFrom(1, 2),
        maxItems: fc.constantFrom(1, 2),
      }),
      fc.record({ type: fc.constantFrom("object", ["object", "null"]), additionalProperties: tie("schema") }),
      fc.record({
        type: fc.constantFrom("object", "string", ["object", "null"]),
        allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        required: fc.uniqueArray(fc.constantFrom("a", "b/c"), { minLength: 1 }),
        properties: fc.dictionary(fc.constantFrom("a", "$"), tie("schema"), { minKeys: 1 }),
        additionalProperties: tie("leaf"),
      }),
      fc.record({
        type: fc.constant("object"),
        properties: fc.dictionary(fc.constantFrom("a", "$", "b/c", 'd"e'), tie("schema"), { minKeys: 1 }),
        required: fc.uniqueArray(fc.constantFrom("a", "$", "b/c"), { minLength: 1 }),
      }),
    ),
  }));
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, "a", "b", 1, 2.5, 9, true),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "$", "b/c", 'd"e'), tie("any")),
    ),
  })).any;
  await fc.assert(
    fc.asyncProperty(schema, fc.array(value, { minLength: 1, maxLength: 8 }), async (inner, values) => {
      const whole: JsonObject = { type: "object", properties: { v: inner } };
      const reference = new Ajv({ allErrors: true, strict: false }).compile(whole);
      const validate = await validatorFor(whole, "3.1.0");
      for (const v of values) {
        reference({ v });
        expect(validate({ v })).toEqual((reference.errors ?? []).map(inWords));
      }
    }),
    { numRuns: 60 },
  );
});
