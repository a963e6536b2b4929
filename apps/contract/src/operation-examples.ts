import type { ApiOperation } from "@genwait/client-core";
import { isRecord, type Scalar } from "@genwait/lifecycle";
import { entriesOf, followReference, type JsonObject, need, sourceOf } from "./document.ts";
import { exampleOfSchema } from "./schema-example.ts";

/** What the document shows of an operation's request body: its first example, else one made from its schema. */
export const exampleOfRequest = (
  operation: ApiOperation,
  document: JsonObject,
  options: { readonly onlyRequired?: boolean } = {},
): unknown => {
  const content = followReference(document, sourceOf(operation, document)["requestBody"])["content"];
  const media = isRecord(content) ? followReference(document, content[operation.body?.media ?? ""]) : {};
  const made = (): unknown => exampleOfSchema(media["schema"], { document, without: "readOnly", ...options });
  if (options.onlyRequired === true) return made();
  const [named] = entriesOf(media["examples"]).map(([, example]) => followReference(document, example)["value"]);
  return media["example"] ?? named ?? made();
};

/** What the document shows of an operation's first good response. */
export const exampleOfResponse = (
  operation: ApiOperation,
  document: JsonObject,
): { readonly status: number; readonly media?: string; readonly body: unknown } => {
  const responses = entriesOf(sourceOf(operation, document)["responses"]);
  const [code, response] = need(
    responses.find(([status]) => status.startsWith("2")) ?? responses.find(([status]) => status === "default"),
    `good response of ${operation.id}`,
  );
  const [content] = entriesOf(followReference(document, response)["content"]);
  const status = /^\d+$/.test(code) ? Number(code) : 200;
  if (content === undefined) return { status, body: undefined };
  const [media, declared] = content;
  const shown = followReference(document, declared);
  const [named] = entriesOf(shown["examples"]).map(([, example]) => followReference(document, example)["value"]);
  return {
    status,
    media,
    body: shown["example"] ?? named ?? exampleOfSchema(shown["schema"], { document, without: "writeOnly" }),
  };
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
      const [named] = entriesOf(source?.["examples"]).map(([, one]) => followReference(document, one)["value"]);
      const schema = source?.["schema"];
      const example = source?.["example"] ?? named ?? exampleOfSchema(schema, { document, text: otherwise });
      return [[name, isScalar(example) ? example : otherwise] as const];
    });
    return shown.length === 0 ? [] : [[place, Object.fromEntries(shown)] as const];
  });
  return Object.fromEntries(places);
};

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);
