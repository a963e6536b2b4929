import type { ApiOperation } from "@genwait/client-core";
import { isRecord, pointerTokens, resolvePointer, type Scalar } from "@genwait/lifecycle";

/** An object of JSON, its members unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The members of an object; none of anything else. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(value) ? Object.entries(value) : [];

/** A copy of a body in which the member at a pointer has a value; objects on the way to it are made. */
export const withMember = (body: unknown, pointer: string, value: unknown): unknown => {
  const copy: unknown = structuredClone(body);
  const tokens = pointerTokens(pointer);
  let here = copy;
  for (const [index, token] of tokens.entries()) {
    if (!Array.isArray(here) && !isRecord(here)) break;
    if (index === tokens.length - 1) Reflect.set(here, token, value);
    else if (!Reflect.has(here, token)) Reflect.set(here, token, {});
    here = Reflect.get(here, token);
  }
  return copy;
};

/** A value, but never undefined: a test cannot go on without it. */
export const need = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`Failed to set up the contract suite: there is no ${what}.`);
  return value;
};

/** The object itself, or the one of the same document that its `$ref` names; empty where there is none. */
export const followReference = (document: JsonObject, value: unknown): JsonObject => {
  let here = value;
  // A chain this long is a circle.
  for (let hops = 0; hops < 32 && isRecord(here) && typeof here["$ref"] === "string"; hops++) {
    here = resolvePointer(document, decodeURIComponent(here["$ref"].slice(1)));
  }
  return isRecord(here) ? here : {};
};

/** An operation as the document writes it. */
export const sourceOf = ({ path, method }: ApiOperation, document: JsonObject): JsonObject => {
  const item = entriesOf(document["paths"]).find(([name]) => name === path)?.[1];
  return followReference(document, followReference(document, item)[method.toLowerCase()]);
};

/** What the document shows of an operation's request body: its first example, else one made from its schema. */
export const exampleOfRequest = (
  operation: ApiOperation,
  document: JsonObject,
  options: { readonly onlyRequired?: boolean } = {},
): unknown => {
  const content = followReference(document, sourceOf(operation, document)["requestBody"])["content"];
  const media = isRecord(content) ? followReference(document, content[operation.body?.media ?? ""]) : {};
  if (options.onlyRequired === true) return exampleOfSchema(media["schema"], { document, onlyRequired: true });
  const [named] = entriesOf(media["examples"]).map(([, example]) => followReference(document, example)["value"]);
  return media["example"] ?? named ?? exampleOfSchema(media["schema"], { document });
};

/** What the document shows of an operation's first good response. */
export const exampleOfResponse = (
  operation: ApiOperation,
  document: JsonObject,
): { readonly status: number; readonly media?: string; readonly body: unknown } => {
  const responses = entriesOf(sourceOf(operation, document)["responses"]);
  const [code, response] = need(
    responses.find(([status]) => status.startsWith("2")),
    `good response of ${operation.id}`,
  );
  const [content] = entriesOf(followReference(document, response)["content"]);
  const status = Number(code);
  if (content === undefined) return { status, body: undefined };
  const [media, declared] = content;
  const shown = followReference(document, declared);
  const [named] = entriesOf(shown["examples"]).map(([, example]) => followReference(document, example)["value"]);
  return { status, media, body: shown["example"] ?? named ?? exampleOfSchema(shown["schema"], { document }) };
};

/** The parameters that an operation demands and that have no value of their own, by their places: as the document shows them, or `otherwise`. */
export const demandedParameters = (
  operation: ApiOperation,
  document: JsonObject,
  otherwise: string,
): Readonly<Partial<Record<"path" | "query" | "header" | "cookie", Readonly<Record<string, Scalar>>>>> => {
  const item = entriesOf(document["paths"]).find(([path]) => path === operation.path)?.[1];
  const shared = followReference(document, item)["parameters"];
  const own = sourceOf(operation, document)["parameters"];
  const sources = [shared, own]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map((one: unknown) => followReference(document, one));
  const demanded = (operation.parameters ?? []).filter(
    ({ required, value }) => required === true && value === undefined,
  );
  const places = (["path", "query", "header", "cookie"] as const).flatMap((place) => {
    const shown = demanded.flatMap(({ name, in: where }) => {
      if (where !== place) return [];
      const source = sources.find((one) => one["name"] === name && one["in"] === place);
      const example = source?.["example"] ?? exampleOfSchema(source?.["schema"], { document });
      return [[name, isScalar(example) ? example : otherwise] as const];
    });
    return shown.length === 0 ? [] : [[place, Object.fromEntries(shown)] as const];
  });
  return Object.fromEntries(places);
};

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

export interface ExampleOptions {
  readonly document: JsonObject;
  /** Leave out what the schema does not demand. @default false */
  readonly onlyRequired?: boolean;
}

/** A value as the document's own examples make it: of the whole, or member by member. */
export const exampleOfSchema = (schema: unknown, options: ExampleOptions): unknown => {
  const { document, onlyRequired = false } = options;
  const here = followReference(document, schema);
  if (here["format"] === "binary") return new Blob(["GIF89a"]);
  const own = here["example"] ?? (Array.isArray(here["examples"]) ? here["examples"][0] : undefined);
  if (own !== undefined && !(onlyRequired && isRecord(own))) return own;
  if (here["items"] !== undefined) return [exampleOfSchema(here["items"], options)];
  const required = Array.isArray(here["required"]) ? here["required"] : [];
  const members = entriesOf(here["properties"]).filter(([name]) => !onlyRequired || required.includes(name));
  const examples = members.map(([name, member]) => [name, exampleOfSchema(member, options)] as const);
  const given = examples.filter(([, value]) => value !== undefined);
  return here["properties"] === undefined && given.length === 0 ? undefined : Object.fromEntries(given);
};
