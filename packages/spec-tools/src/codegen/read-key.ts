import { type JsonObject, listAt, objectAt, textAt } from "../merge/json.ts";
import type { KeyModel } from "./api-model.ts";
import { GenerateError } from "./generate-error.ts";
import type { Resolve } from "./references.ts";

/** How the document says that a key travels: the first scheme of its own `security`, or of an operation's. */
export const readKey = (document: JsonObject, resolve: Resolve, place: string): KeyModel | undefined => {
  const wanted = [document, ...operationsOf(document)].flatMap((holder) => listAt(holder, "security"));
  const name = wanted.flatMap((requirement) => Object.keys(resolve(requirement)))[0];
  if (name === undefined) return undefined;
  const scheme = resolve(objectAt(objectAt(document, "components"), "securitySchemes")[name]);
  const key = keyOf(scheme);
  if (key !== undefined) return key;
  const kind = [textAt(scheme, "type"), textAt(scheme, "scheme") ?? textAt(scheme, "in")].filter(Boolean).join(" ");
  throw new GenerateError(
    `${place}/components/securitySchemes/${name}`,
    `a key cannot travel as "${kind === "" ? "nothing" : kind}"`,
    "Use apiKey in header or query, or http bearer.",
  );
};

/** The names of parameters that carry the key; callers never pass them. */
export const isKeyParameter = (
  key: KeyModel | undefined,
  parameter: { readonly in: string; readonly name: string },
): boolean => key !== undefined && parameter.in === key.in && parameter.name.toLowerCase() === key.name.toLowerCase();

const keyOf = (scheme: JsonObject): KeyModel | undefined => {
  const type = textAt(scheme, "type");
  const place = textAt(scheme, "in");
  const name = textAt(scheme, "name");
  if (type === "apiKey" && (place === "header" || place === "query") && name !== undefined) return { in: place, name };
  const isBearer =
    type === "oauth2" || type === "openIdConnect" || textAt(scheme, "scheme")?.toLowerCase() === "bearer";
  return isBearer ? { in: "header", name: "Authorization", prefix: "Bearer " } : undefined;
};

const operationsOf = (document: JsonObject): readonly JsonObject[] =>
  Object.values(objectAt(document, "paths")).flatMap((item) => {
    const methods = typeof item === "object" && item !== null ? Object.values(item) : [];
    return methods.filter(
      (method): method is JsonObject => typeof method === "object" && method !== null && !Array.isArray(method),
    );
  });
