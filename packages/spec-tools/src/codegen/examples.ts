import { type Phase, pointerTokens } from "@genwait/lifecycle";
import { Ajv } from "ajv";

import { isJsonList, isJsonObject, type Json, type JsonObject, listAt, memberOf, objectAt } from "../openapi/json.ts";
import { literal, memberAccess, stringLiteral } from "../text/typescript-text.ts";
import type { ApiModel, OperationModel, ParameterModel, Schema } from "./api-model.ts";
import { isToBeGiven, startsOf } from "./client-file.ts";
import { isJsonMedia } from "../openapi/operations.ts";
import type { JobTypes, PhaseType } from "./job-types.ts";
import { type Resolve, resolverOf } from "../openapi/references.ts";

/** Makes values of a document's schemas, of its own examples where it has some. */
export interface Examples {
  /** With what is required and no more; undefined where the value that came out is none of the schema's. */
  of(schema: Schema): Json | undefined;
}

/** An example that its own schema refuses is none: the types would refuse it, too. */
export const createExamples = (document: JsonObject): Examples => {
  const resolve = resolverOf(document);
  const accepts = acceptorOf(document);
  return {
    of: (schema) => {
      const example = exampleOf(schema, { resolve, accepts }, 0);
      return accepts(schema, example) ? example : undefined;
    },
  };
};

type Accepts = (schema: Json, value: Json) => boolean;

const acceptorOf = (document: JsonObject): Accepts => {
  // Patterns are the vendor's code, in a way: they are not run.
  const anything = Object.assign(() => ({ test: () => true }), { code: "" });
  const ajv = new Ajv({
    strict: false,
    validateSchema: false,
    validateFormats: false,
    logger: false,
    code: { regExp: anything },
  });
  ajv.addSchema(withoutNames(document), "document");
  return (schema, value) => {
    try {
      return ajv.validate(inDocument(withoutNames(schema)), value);
    } catch {
      return false;
    }
  };
};

// An `$id` of the document's would move what its references are relative to.
const withoutNames = (value: Json): JsonObject => {
  const copy: unknown = JSON.parse(JSON.stringify(value), (name, member: unknown) =>
    ["$id", "$schema", "id"].includes(name) && typeof member === "string" ? undefined : member,
  );
  return isJsonObject(copy) ? copy : {};
};

const inDocument = (value: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(value), (name, member: unknown) =>
    name === "$ref" && typeof member === "string" ? `document${member}` : member,
  );

interface Options {
  readonly resolve: Resolve;
  readonly accepts: Accepts;
}

const exampleOf = (schema: Json | undefined, options: Options, depth: number): Json => {
  const whole = options.resolve(schema);
  const candidates = [
    memberOf(whole, "example"),
    ...listAt(whole, "examples"),
    memberOf(whole, "default"),
    memberOf(whole, "const"),
    ...listAt(whole, "enum"),
  ].filter((candidate) => candidate !== undefined);
  const given = candidates.find((candidate) => options.accepts(whole, candidate));
  if (given !== undefined || depth > deepest) return given ?? null;
  const branch = listAt(whole, "oneOf")[0] ?? listAt(whole, "anyOf")[0];
  if (branch !== undefined) return exampleOf(branch, options, depth + 1);
  const parts = listAt(whole, "allOf").map((part) => exampleOf(part, options, depth + 1));
  if (parts.length > 0) return Object.assign({}, ...parts.filter(isJsonObject), membersOf(whole, options, depth));
  return plainOf(whole, options, depth);
};

// A schema that contains itself ends here.
const deepest = 8;

const plainOf = (schema: Schema, options: Options, depth: number): Json => {
  const type = memberOf(schema, "type");
  const kind = isJsonList(type) ? type.find((name) => name !== "null") : type;
  if (kind === "array") return [exampleOf(schema["items"], options, depth + 1)];
  if (kind === "integer" || kind === "number") return memberOf(schema, "minimum") ?? 1;
  if (kind === "boolean") return true;
  if (kind === "string") return "…";
  return membersOf(schema, options, depth);
};

/** What is required, and what has a default: openapi-typescript counts it as required. */
const membersOf = (schema: Schema, options: Options, depth: number): JsonObject => {
  const required = listAt(schema, "required");
  const members = Object.entries(objectAt(schema, "properties")).flatMap(([name, member]) =>
    required.includes(name) || memberOf(options.resolve(member), "default") !== undefined
      ? [[name, exampleOf(member, options, depth + 1)] as const]
      : [],
  );
  return Object.fromEntries(members);
};

/** Ten lines that show what the package is for. The type tests hold the same lines, so they compile. */
export interface Usage {
  /** The lines, after the imports. */
  readonly code: string;
  /** The type of a variable `body` that they use, where the document has no example that its schema takes. */
  readonly body?: string;
}

/** The example of a package; `poller` and `client` are what makes them. */
export const usageOf = (api: ApiModel, jobs: readonly JobTypes[], poller: string): Usage => {
  const shown = jobs.find(({ job }) => job.declaration.name === api.defaultJob);
  if (shown === undefined) return { code: "" };
  const start = startsOf(api, [shown])[0];
  const examples = createExamples(api.document);
  const key = api.key === undefined ? "" : ` // the key: ${api.keyVariable}`;
  const lines = (startLine: string): string =>
    [
      `const client = createClient();${key}`,
      startLine,
      `const result = await ${poller}.wait(job, { onUpdate: (state) => console.log(state.phase) });`,
      "",
      "switch (result.phase) {",
      ...casesOf(shown),
      "}",
    ].join("\n");
  if (start === undefined) return { code: lines(`const job = ${jobByHand(shown, '"an id"')};`) };
  const { operation, method, bodyName } = start;
  const isJson = operation.body !== undefined && isJsonMedia(operation.body.media);
  const body = operation.body?.isRequired === true && isJson ? examples.of(operation.body.schema) : undefined;
  const init = initOf(operation, examples);
  const usesVariable = operation.body?.isRequired === true && body === undefined;
  const taken = [
    ...(usesVariable
      ? ["body"]
      : body === undefined
        ? init === undefined || bodyName === undefined
          ? []
          : ["undefined"]
        : [literal(body, "", 40)]),
    ...(init === undefined ? [] : [literal(init)]),
  ];
  return {
    code: lines(`const { job } = await client${memberAccess(method)}(${taken.join(", ")});`),
    ...(usesVariable && bodyName !== undefined && { body: bodyName }),
  };
};

/** How a job is made by its id, with what it needs beside it. */
export const jobByHand = ({ job }: JobTypes, id: string): string => {
  const examples = { string: "…", number: 1, boolean: true } as const;
  const needed = job.parameters.filter(({ isRequired }) => isRequired);
  const options = Object.fromEntries(needed.map(({ name, type }) => [name, examples[type]]));
  const given = needed.length === 0 ? id : `${id}, ${literal(options)}`;
  return `client${memberAccess(job.declaration.name)}(${given})`;
};

/** The parameters that a call has to give: of a create by default, which sends values by itself that are the only legal ones. */
export const initOf = (
  { parameters }: OperationModel,
  examples: Examples,
  isGiven: (parameter: ParameterModel) => boolean = isToBeGiven,
): JsonObject | undefined => {
  const required = parameters.filter(isGiven);
  if (required.length === 0) return undefined;
  const inPlace = (place: ParameterModel["in"]): JsonObject =>
    Object.fromEntries(
      required
        .filter((parameter) => parameter.in === place)
        .map(({ name, schema, value }) => [name, value ?? examples.of(schema) ?? "…"]),
    );
  const places = [...new Set(required.map((parameter) => parameter.in))];
  return { params: Object.fromEntries(places.map((place) => [place, inPlace(place)])) };
};

const casesOf = (types: JobTypes): readonly string[] => {
  const lines = new Map<string, string[]>();
  for (const body of types.phases) {
    if (body.phase === "pending") continue;
    const line = lineOf(types, body);
    lines.set(line, [...(lines.get(line) ?? []), `  case ${stringLiteral(body.phase)}:`]);
  }
  return [...lines].flatMap(([line, labels]) => [...labels, `    ${line}`, "    break;"]);
};

const lineOf = ({ items }: JobTypes, { phase, guaranteed }: PhaseType<Phase>): string => {
  if (phase === "failed") return "console.log(result.failure.kind, result.failure.message);";
  const [member] = guaranteed;
  if (member !== undefined) return `console.log(result.body${path(member)});`;
  const good = items.find((item) => item.phase === "succeeded");
  if (good === undefined) return "console.log(result.body);";
  const [inItem] = good.guaranteed;
  return `for (const item of result.items) if (item.phase === "succeeded") console.log(item.body${inItem === undefined ? "" : path(inItem)});`;
};

const path = (pointer: string): string => pointerTokens(pointer).map(memberAccess).join("");
