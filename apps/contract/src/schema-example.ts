import { isRecord } from "@genwait/lifecycle";
import { sample, stringMatching } from "fast-check";
import { entriesOf, followReference, type JsonObject } from "./document.ts";

export interface ExampleOptions {
  readonly document: JsonObject;
  /** Leave out what the schema does not demand. @default false */
  readonly onlyRequired?: boolean;
  /** Members of the other direction, which are left out: a request has none that is `readOnly`. */
  readonly without?: "readOnly" | "writeOnly";
  /** A text of which the schema says nothing but that it is one. @default "A text" */
  readonly text?: string;
}

/**
 * A value of a schema: what the document shows of it, and made up where it shows nothing and something is demanded.
 * What is optional is there where the document has an example of it. Undefined without a schema.
 */
export const exampleOfSchema = (schema: unknown, options: ExampleOptions): unknown =>
  isRecord(schema) ? exampleAt(schema, options, 0) : undefined;

// A schema that contains itself ends here.
const deepest = 10;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A schema in one piece: of what it is composed of all together, and the first of what it may be. */
const wholeSchema = (schema: unknown, document: JsonObject, depth: number): JsonObject => {
  const { allOf, oneOf, anyOf, ...own } = followReference(document, schema);
  if (depth > deepest) return own;
  const variants = [oneOf, anyOf].flatMap((list) => variantOf(listOf(list), own["example"], document));
  return [...listOf(allOf), ...variants].reduce<JsonObject>(
    (whole, part) => mergedSchemas(wholeSchema(part, document, depth + 1), whole),
    own,
  );
};

/** The variant that an example is of, else the first; none of an empty list. */
const variantOf = (list: readonly unknown[], example: unknown, document: JsonObject): readonly unknown[] => {
  const variants = list.filter((one) => !isNull(one));
  const isOf = (variant: unknown): boolean => {
    const { required, properties } = followReference(document, variant);
    const fits = entriesOf(properties).every(([name, member]) => {
      const { const: only, enum: legal } = followReference(document, member);
      const value = isRecord(example) ? example[name] : undefined;
      return value === undefined || listOf(legal ?? (only === undefined ? [value] : [only])).includes(value);
    });
    return fits && isRecord(example) && listOf(required).every((name) => typeof name === "string" && name in example);
  };
  return [variants.find(isOf) ?? variants[0]].filter((one) => one !== undefined);
};

const isNull = (schema: unknown): boolean => isRecord(schema) && schema["type"] === "null";

const mergedSchemas = (part: JsonObject, own: JsonObject): JsonObject => {
  const merged: Record<string, unknown> = { ...part, ...own };
  for (const name of ["properties", "example"]) {
    const [one, other] = [part[name], own[name]];
    if (isRecord(one) && isRecord(other)) merged[name] = { ...one, ...other };
  }
  const required = [...listOf(part["required"]), ...listOf(own["required"])];
  return required.length === 0 ? merged : { ...merged, required };
};

const isBinary = (schema: JsonObject): boolean =>
  schema["format"] === "binary" ||
  (schema["contentMediaType"] !== undefined && schema["contentEncoding"] === undefined);

/** What the document shows of a schema, whole where it is an object; undefined where it shows nothing. */
const shownValue = (schema: unknown, options: ExampleOptions, depth: number): unknown => {
  if (depth > deepest) return undefined;
  const whole = wholeSchema(schema, options.document, depth);
  if (isBinary(whole)) return new Blob(["GIF89a"]);
  const own = whole["example"] ?? listOf(whole["examples"])[0];
  if (own !== undefined && !isRecord(own)) return own;
  if (whole["items"] !== undefined) {
    const item = shownValue(whole["items"], options, depth + 1);
    return item === undefined ? undefined : listWith(whole, item);
  }
  const shown = membersOf(whole, options).flatMap(([name, member, isRequired]) => {
    if (options.onlyRequired === true && !isRequired) return [];
    const value = own?.[name] ?? shownValue(member, options, depth + 1);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (own === undefined && shown.length === 0) return undefined;
  return {
    ...(options.onlyRequired === true && whole["properties"] !== undefined ? {} : own),
    ...demandedMembers(whole, options, depth),
    ...Object.fromEntries(shown),
  };
};

type Member = readonly [name: string, schema: unknown, isRequired: boolean];

const membersOf = (whole: JsonObject, { document, without }: ExampleOptions): readonly Member[] =>
  entriesOf(whole["properties"])
    .filter(([, member]) => without === undefined || followReference(document, member)[without] !== true)
    .map(([name, member]) => [name, member, listOf(whole["required"]).includes(name)]);

const demandedMembers = (whole: JsonObject, options: ExampleOptions, depth: number): JsonObject =>
  Object.fromEntries(
    membersOf(whole, options)
      .filter(([, , isRequired]) => isRequired)
      .map(([name, member]) => [name, exampleAt(member, options, depth + 1)]),
  );

/** A list as long as it has to be. */
const listWith = ({ minItems }: JsonObject, item: unknown): readonly unknown[] =>
  Array.from({ length: typeof minItems === "number" ? Math.max(1, Math.min(minItems, 100)) : 1 }, () => item);

/** A value of a schema of which the document shows nothing. */
const demandedValue = (schema: unknown, options: ExampleOptions, depth: number): unknown => {
  if (depth > deepest) return null;
  const whole = wholeSchema(schema, options.document, depth);
  const legal = whole["default"] ?? whole["const"] ?? listOf(whole["enum"])[0];
  if (legal !== undefined) return legal;
  const type = [whole["type"]].flat().find((name) => name !== "null") ?? typeByMembers(whole);
  if (type === "array") return listWith(whole, exampleAt(whole["items"], options, depth + 1));
  if (type === "integer" || type === "number") return numberOf(whole);
  if (type === "boolean") return true;
  if (type === "string") return textOf(whole, options);
  return demandedMembers(whole, options, depth);
};

const exampleAt = (schema: unknown, options: ExampleOptions, depth: number): unknown =>
  shownValue(schema, options, depth) ?? demandedValue(schema, options, depth);

const typeByMembers = (whole: JsonObject): string | undefined => {
  if (whole["items"] !== undefined) return "array";
  return whole["pattern"] !== undefined || whole["format"] !== undefined ? "string" : undefined;
};

/** The number next to 1 that its limits allow. */
const numberOf = (whole: JsonObject): number => {
  const limit = (name: string): number | undefined => (typeof whole[name] === "number" ? whole[name] : undefined);
  const step = limit("multipleOf") ?? (whole["type"] === "number" ? undefined : 1);
  const [least, most] = [limit("minimum"), limit("maximum")];
  const [above, below] = [limit("exclusiveMinimum"), limit("exclusiveMaximum")];
  const low = Math.max(least ?? -Infinity, above === undefined ? -Infinity : above + (step ?? Number.EPSILON));
  const high = Math.min(most ?? Infinity, below === undefined ? Infinity : below - (step ?? Number.EPSILON));
  const near = Math.min(Math.max(1, low), high);
  if (step === undefined) return near;
  const up = Math.ceil(near / step) * step;
  return up <= high ? up : Math.floor(near / step) * step;
};

/** Texts of the formats that OpenAPI and JSON Schema name. */
const formats: Readonly<Record<string, string>> = {
  uuid: "5f0c6a3e-9d1b-4c7a-8e2f-0123456789ab",
  "date-time": "2026-01-31T12:00:00Z",
  date: "2026-01-31",
  time: "12:00:00Z",
  duration: "PT1M",
  uri: "https://files.example.com/a",
  url: "https://files.example.com/a",
  "uri-reference": "/a",
  email: "somebody@example.com",
  hostname: "files.example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  byte: "R0lGODlh",
};

const textOf = (whole: JsonObject, { text = "A text" }: ExampleOptions): string => {
  const { pattern, format, minLength, maxLength } = whole;
  const [least, most] = [
    typeof minLength === "number" ? minLength : 0,
    typeof maxLength === "number" ? maxLength : Infinity,
  ];
  const fits = (value: string): boolean => value.length >= least && value.length <= most;
  const formatted = typeof format === "string" ? formats[format] : undefined;
  if (typeof pattern === "string") return patternTexts(pattern, formatted ?? text).find(fits) ?? text;
  return (formatted ?? text.padEnd(least, "x")).slice(0, most === Infinity ? undefined : most);
};

/** Texts of a pattern, the same in each run; `first` before them where it is one. */
const patternTexts = (pattern: string, first: string): readonly string[] => {
  try {
    const matcher = new RegExp(pattern, "u");
    const made = sample(stringMatching(matcher, { size: "medium" }), { seed: 1, numRuns: 100 });
    // Whatever a pattern allows, an ordinary text is what a person would send.
    const ordinary = made.filter((each) => /^[\x20-\x7e]+$/.test(each));
    return [first, ...ordinary, ...made].filter((each) => matcher.test(each));
  } catch {
    // Not a pattern that can be turned round.
    return [first];
  }
};
