import { Validator } from "@cfworker/json-schema";
import { escapePointerToken, isObject, isRecord, pointerTokens, resolvePointer, withArticle } from "@genwait/lifecycle";
import type { FoundMismatch } from "./validate.ts";

/** Checks the body of one response. */
export type BodyCheck = (body: unknown) => readonly FoundMismatch[];
type Schema = Readonly<Record<string, unknown>>;

const anything: BodyCheck = () => [];

/** What checks the responses of an operation with one status; the schema is compiled here. */
export const bodyCheckOf = (document: unknown, method: string, path: string, status: number): BodyCheck => {
  const responses = resolvePointer(document, `/paths/${escapePointerToken(path)}/${method.toLowerCase()}/responses`);
  if (!isRecord(responses)) return anything;
  const declared = responses[status] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses["default"];
  if (declared === undefined) return () => [{ pointer: "$statusCode", expected: "a declared code" }];
  const content = resolvePointer(dereferenced(document, declared), "/content");
  const media = isRecord(content) ? Object.keys(content).find((name) => /[/+]json\b|^\*\/\*/i.test(name)) : undefined;
  const schema = isRecord(content) && media !== undefined ? resolvePointer(content[media], "/schema") : undefined;
  if (schema === undefined) return anything;
  const root = new SchemaCopy(document).root(schema);
  const validator = new Validator(root, "2020-12", false);
  return (body) => {
    if (body === undefined) return [{ pointer: "", expected: "a value" }];
    try {
      return mismatchesIn(root, body, validator.validate(body).errors);
    } catch {
      // A schema that contains itself without end, or a body that is too deep for it.
      return [{ pointer: "", expected: "a schema that can be checked" }];
    }
  };
};

const dereferenced = (document: unknown, value: unknown): unknown => {
  const reference = isRecord(value) ? value["$ref"] : undefined;
  return typeof reference === "string" ? resolvePointer(document, pointerOf(reference)) : value;
};

/** The JSON Pointer of a reference within the document. */
const pointerOf = (reference: string): string | undefined => {
  if (!reference.startsWith("#")) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
};

/** Keywords whose values are taken as they are. What is missing here is not checked. */
const plainKeywords = [
  ["const", "dependentRequired", "enum", "multipleOf", "required", "type"],
  ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum"],
  ["maxContains", "maxItems", "maxLength", "maxProperties", "minContains", "minItems", "minLength", "minProperties"],
].flat();
const schemaKeywords = [
  ["additionalProperties", "contains", "items", "propertyNames", "unevaluatedItems", "unevaluatedProperties"],
  ["else", "if", "not", "then"],
].flat();
const schemaListKeywords = ["allOf", "anyOf", "oneOf", "prefixItems"];
const schemaMapKeywords = ["dependentSchemas", "properties"];
/** Keywords that are left out, though a schema accepts more without them. */
const droppedKeywords = ["pattern", "patternProperties", "format", "uniqueItems", "$dynamicRef", "$recursiveRef"];

/** Copies a schema for the validator: known keywords only, and each reference to a definition beside it. */
class SchemaCopy {
  readonly #document: unknown;
  /** By the pointers that lead to them; names of ours, so that no name of the vendor's is ever a key. */
  readonly #names = new Map<string, string>();
  readonly #definitions: Record<string, unknown> = {};

  constructor(document: unknown) {
    this.#document = document;
  }

  root(schema: unknown): Schema {
    return { allOf: [this.#copy(schema)], $defs: this.#definitions };
  }

  #copy(schema: unknown): unknown {
    if (!isRecord(schema)) return schema !== false;
    const copy: Record<string, unknown> = {};
    for (const name of plainKeywords) if (schema[name] !== undefined) copy[name] = schema[name];
    for (const name of schemaKeywords) if (schema[name] !== undefined) copy[name] = this.#copy(schema[name]);
    for (const name of schemaListKeywords) {
      const list = schema[name];
      if (Array.isArray(list)) copy[name] = list.map((each) => this.#copy(each));
    }
    for (const name of schemaMapKeywords) {
      const map = schema[name];
      if (isRecord(map))
        copy[name] = Object.fromEntries(Object.entries(map).map(([key, value]) => [key, this.#copy(value)]));
    }
    if (typeof schema["$ref"] === "string") copy["$ref"] = this.#reference(schema["$ref"]);
    this.#soften(schema, copy);
    return copy;
  }

  #reference(reference: string): string {
    const known = this.#names.get(reference);
    if (known !== undefined) return known;
    const key = `d${this.#names.size}`;
    const name = `#/$defs/${key}`;
    this.#names.set(reference, name);
    const target = resolvePointer(this.#document, pointerOf(reference));
    this.#definitions[key] = target === undefined ? true : this.#copy(target);
    return name;
  }

  /** Takes back what would refuse a good response, now that some keywords are gone. */
  #soften(schema: Schema, copy: Record<string, unknown>): void {
    const { enum: words, type, required, properties } = copy;
    if (Array.isArray(words) && Array.isArray(type) && type.includes("null")) copy["enum"] = [...words, null];
    if (Array.isArray(required) && isRecord(properties))
      copy["required"] = required.filter((name) => !this.#isWriteOnly(schema["properties"], name));
    if (schema["patternProperties"] !== undefined) {
      delete copy["additionalProperties"];
      delete copy["unevaluatedProperties"];
    }
    if (schema["not"] !== undefined && this.#isWeaker(schema["not"])) delete copy["not"];
    if (schema["if"] !== undefined && this.#isWeaker(schema["if"])) delete copy["if"];
    if (Array.isArray(schema["oneOf"]) && copy["anyOf"] === undefined && this.#isWeaker(schema["oneOf"])) {
      copy["anyOf"] = copy["oneOf"];
      delete copy["oneOf"];
    }
    // "or null" is no choice: what is not null is told by its own schema.
    for (const name of ["anyOf", "oneOf"]) {
      const choices = copy[name];
      if (!Array.isArray(choices) || choices.length !== 2 || copy["if"] !== undefined) continue;
      const others = choices.filter((each) => !isNullSchema(each));
      if (others.length !== 1) continue;
      delete copy[name];
      Object.assign(copy, { if: { type: "null" }, else: others[0] });
    }
  }

  #isWriteOnly(properties: unknown, name: unknown): boolean {
    const property = isRecord(properties) && typeof name === "string" ? properties[name] : undefined;
    return resolvePointer(dereferenced(this.#document, property), "/writeOnly") === true;
  }

  /** Whether a keyword has been left out somewhere in a schema. */
  #isWeaker(schema: unknown, seen: Set<unknown> = new Set()): boolean {
    if (!isObject(schema) || seen.has(schema)) return false;
    seen.add(schema);
    if (isRecord(schema)) {
      if (droppedKeywords.some((name) => schema[name] !== undefined)) return true;
      if (typeof schema["$ref"] === "string" && this.#isWeaker(dereferenced(this.#document, schema), seen)) return true;
    }
    return Object.values(schema).some((each) => this.#isWeaker(each, seen));
  }
}

const isNullSchema = (schema: unknown): boolean => isRecord(schema) && schema["type"] === "null";

interface ValidatorError {
  readonly keyword: string;
  readonly keywordLocation: string;
  readonly instanceLocation: string;
}

/** Keywords that only pass on what a schema below them found. */
const passedOn: ReadonlySet<string> = new Set(
  [
    ["$ref", "allOf", "dependentSchemas", "if", "propertyNames", "unevaluatedItems", "unevaluatedProperties"],
    ["additionalProperties", "items", "prefixItems", "properties"],
  ].flat(),
);

const mismatchesIn = (root: Schema, body: unknown, errors: readonly ValidatorError[]): readonly FoundMismatch[] => {
  const mismatches = new Map<string, FoundMismatch>();
  for (const { keyword, keywordLocation, instanceLocation } of errors) {
    // Of a choice, only that none fits is said: which one was meant, nobody knows.
    if (passedOn.has(keyword) || /\/(?:anyOf|oneOf)\/\d+\//.test(keywordLocation)) continue;
    const pointer = decodeURI(instanceLocation.slice(1));
    const schema = schemaAt(root, keywordLocation);
    for (const mismatch of toldOf(keyword, isRecord(schema) ? schema[keyword] : undefined, pointer, body))
      if (!mismatches.has(mismatch.pointer)) mismatches.set(mismatch.pointer, mismatch);
  }
  return [...mismatches.values()];
};

/** The schema that holds a keyword, through the references on the way to it. */
const schemaAt = (root: Schema, keywordLocation: string): unknown => {
  let schema: unknown = root;
  for (const token of pointerTokens(decodeURI(keywordLocation.slice(1))).slice(0, -1)) {
    const next: unknown = isObject(schema) ? Reflect.get(schema, token) : undefined;
    schema = token === "$ref" && typeof next === "string" ? resolvePointer(root, next.slice(1)) : next;
  }
  return schema;
};

const toldOf = (keyword: string, value: unknown, pointer: string, body: unknown): readonly FoundMismatch[] => {
  switch (keyword) {
    case "required": {
      const owner = resolvePointer(body, pointer);
      const names = Array.isArray(value) ? value.filter((name) => !isObject(owner) || !Object.hasOwn(owner, name)) : [];
      return names.map((name) => ({ pointer: `${pointer}/${escapePointerToken(`${name}`)}`, expected: "a value" }));
    }
    case "type":
      return [{ pointer, expected: [value].flat().map(typeName).join(" or ") }];
    case "enum":
      return [{ pointer, expected: `one of ${cut(JSON.stringify(value) ?? "")}` }];
    case "false":
      return [{ pointer, expected: "nothing" }];
    case "anyOf":
    case "oneOf":
      return [{ pointer, expected: "one of several schemas" }];
    default:
      return [{ pointer, expected: `${keyword} ${cut(JSON.stringify(value) ?? "")}`.trim() }];
  }
};

const typeName = (type: unknown): string => (type === "null" ? "null" : withArticle(`${type}`));

const cut = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
