import type { Resolve } from "./references.ts";
import { isJsonObject, type JsonObject, listAt, memberOf, objectAt, textAt } from "./json.ts";

/** Where a key goes in a request. */
export interface KeyModel {
  readonly in: "header" | "query";
  readonly name: string;
  /** What stands before it, such as `Bearer `. */
  readonly prefix?: string;
}

/** The security scheme that says how keys travel. */
export interface KeyScheme {
  readonly name: string;
  readonly scheme: JsonObject;
}

/** A word of ours on a security scheme: what stands before the key. */
export const keyPrefixKeyword = "x-key-prefix";

/** The scheme that a document's calls ask for: the first of its own `security`, or of an operation's. */
export const keySchemeOf = (document: JsonObject, resolve: Resolve): KeyScheme | undefined => {
  const operations = Object.values(objectAt(document, "paths")).flatMap((item) =>
    isJsonObject(item) ? Object.values(item).filter(isJsonObject) : [],
  );
  const wanted = [document, ...operations].flatMap((holder) => listAt(holder, "security"));
  const name = wanted.flatMap((requirement) => Object.keys(resolve(requirement)))[0];
  if (name === undefined) return undefined;
  return { name, scheme: resolve(memberOf(objectAt(objectAt(document, "components"), "securitySchemes"), name)) };
};

/** How a key travels by a security scheme; undefined for a scheme that takes more than a key. */
export const keyOfScheme = (scheme: JsonObject): KeyModel | undefined => {
  const type = textAt(scheme, "type");
  const place = textAt(scheme, "in");
  const name = textAt(scheme, "name");
  const own = textAt(scheme, keyPrefixKeyword);
  if (type === "apiKey" && (place === "header" || place === "query") && name !== undefined)
    return { in: place, name, ...(own !== undefined && place === "header" && { prefix: own }) };
  const authorization = (prefix: string): KeyModel => ({ in: "header", name: "Authorization", prefix: own ?? prefix });
  if (type === "oauth2" || type === "openIdConnect") return authorization("Bearer ");
  const word = type === "http" ? (textAt(scheme, "scheme") ?? "") : "";
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(word) || computed.has(word.toLowerCase())) return undefined;
  return authorization(word.toLowerCase() === "bearer" ? "Bearer " : `${word} `);
};

// Schemes whose header is computed, of a password or of the request.
const computed: ReadonlySet<string> = new Set(["basic", "digest", "hoba", "mutual", "negotiate", "ntlm", "vapid"]);

/**
 * What stands before the key as a text tells it: `Authorization: Key abc`, "with the prefix Token"; undefined where it tells none.
 */
export const keyPrefixIn = (text: string, header: string): string | undefined => {
  const sample = new RegExp(`${escaped(header)}["'\`]?\\s*[:=]\\s*["'\`]?([A-Za-z][\\w-]*)\\s+\\S`, "i").exec(
    text,
  )?.[1];
  const said = /\bprefix(?:ed)?(?:\s+(?:of|with|by|is|the|word))*[\s:]+["'`]?([A-Za-z][\w-]*)/i.exec(text)?.[1];
  const before = /["'`]([A-Za-z][\w-]*)\s+[<{[$][^"'`]*["'`]/.exec(text)?.[1];
  const word = [sample, before, said].find((found) => found !== undefined && !fillers.has(found.toLowerCase()));
  return word === undefined ? undefined : `${word} `;
};

// What may stand after the header's name in a sentence that shows no key.
const fillers: ReadonlySet<string> = new Set([
  "the",
  "a",
  "an",
  "your",
  "is",
  "to",
  "and",
  "with",
  "header",
  "key's",
  "my",
]);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
