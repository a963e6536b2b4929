import { baseUrlFault, baseUrlKeyword, ownAddress, serverAddresses } from "../openapi/base-url.ts";
import { membersOfDocument } from "../openapi/document-walk.ts";
import { type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { keyOfScheme, keyPrefixIn, keyPrefixKeyword } from "../openapi/key.ts";
import type { Resolve } from "../openapi/references.ts";
import { plainName, quoted } from "./folded-schema.ts";
import type { FoundOperation } from "./found-operations.ts";
import { type GuessedAction, type MissingAction, sketched } from "./guessed-action.ts";

/**
 * The address that will get the key: the document's own server, or one from a sample in its texts; undefined where nothing names one. A
 * person confirms it unless the document names exactly one.
 */
export const guessBaseUrl = (
  document: JsonObject,
  operations: readonly FoundOperation[],
): GuessedAction | undefined => {
  const declared = serverAddresses(document);
  const usable = declared.find((address) => baseUrlFault(address) === undefined);
  if (usable !== undefined && declared.length === 1)
    return pin(usable, "documented: the server that the vendor's document names");
  if (usable !== undefined)
    return pin(usable, "assumed: the first of the servers that the vendor's document names", declared.join(", "));
  const prefix = declared.find((address) => address.startsWith("/")) ?? "";
  const sample = sampleAddress(document, prefix, operations);
  return sample === undefined
    ? undefined
    : pin(sample, "assumed: guessed from an address in the document's texts", "no server");
};

const pin = (url: string, description: string, question?: string): GuessedAction => ({
  target: "$",
  description,
  update: { [baseUrlKeyword]: url },
  gaps:
    question === undefined
      ? []
      : [
          {
            path: [baseUrlKeyword],
            note: `Fill in: is this the address that gets the key? The document names ${question}`,
          },
        ],
});

/** `https://api.x.com/v1/tasks/abc` in a text, with a server `/v1` and a path `/tasks/{id}`, → `https://api.x.com/v1`. */
const sampleAddress = (
  document: JsonObject,
  prefix: string,
  operations: readonly FoundOperation[],
): string | undefined => {
  const starts = operations
    .map(({ path }) => (prefix + path).split("{")[0]?.replace(/\/$/, "") ?? "")
    .filter((start) => start.length > 1);
  for (const { value } of membersOfDocument(document)) {
    if (typeof value !== "string") continue;
    for (const [address] of value.matchAll(/https:\/\/[a-z0-9.-]+(?::\d+)?\/[^\s"'`<>)\]]*/gi)) {
      const at = starts.map((start) => address.indexOf(start, "https://".length)).find((index) => index !== -1);
      const url = at === undefined ? "" : `${address.slice(0, at)}${prefix}`;
      if (baseUrlFault(url) === undefined) return url;
    }
  }
  return undefined;
};

/** What is to be added so that a client knows how the key travels: nothing when the document says it, undefined when nothing tells. */
export const guessKey = (
  document: JsonObject,
  operations: readonly FoundOperation[],
  resolve: Resolve,
): readonly GuessedAction[] | undefined => {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const usable = Object.keys(schemes).filter((name) => keyOfScheme(resolve(schemes[name])) !== undefined);
  const asks = (holder: JsonObject): boolean =>
    listAt(holder, "security").some((wanted) => Object.keys(resolve(wanted)).some((name) => usable.includes(name)));
  const isAskedForBySome = operations.some(({ operation }) => asks(operation));
  const isSilent = operations.some(({ operation }) => memberOf(operation, "security") === undefined);
  const [scheme] = usable;
  const prefix = scheme === undefined ? [] : keyPrefix(scheme, resolve(schemes[scheme]));
  if (asks(document) || (!isSilent && isAskedForBySome)) return prefix;
  if (scheme === undefined) return keyInParameters(operations);
  const where = isAskedForBySome ? "asked for by some operations only" : "declared and asked for nowhere";
  return [
    securityAction({ security: [{ [scheme]: [] }] }, `the security scheme "${scheme}", which is ${where}`),
    ...prefix,
  ];
};

/** A word before the key that only the description of its scheme knows. */
const keyPrefix = (name: string, scheme: JsonObject): readonly GuessedAction[] => {
  const key = keyOfScheme(scheme);
  if (key?.in !== "header" || key.prefix !== undefined) return [];
  const prefix = keyPrefixIn(textAt(scheme, "description") ?? "", key.name);
  if (prefix === undefined) return [];
  return [
    {
      target: `$.components.securitySchemes[${quoted(name)}]`,
      description: `assumed: guessed from the description of the key`,
      update: { [keyPrefixKeyword]: prefix },
      gaps: [
        {
          path: [keyPrefixKeyword],
          note: `Fill in: does this stand before the key in ${key.name}? Its description seems to say so`,
        },
      ],
    },
  ];
};

/** What a person has to say of a key in a header that names no scheme by itself: `Authorization` needs a word before the key. */
export const missingPrefix = (document: JsonObject, resolve: Resolve): readonly MissingAction[] => {
  const schemes = Object.entries(objectAt(objectAt(document, "components"), "securitySchemes"));
  return schemes.flatMap(([name, value]) => {
    const scheme = resolve(value);
    const key = keyOfScheme(scheme);
    if (textAt(scheme, "type") !== "apiKey" || key?.prefix !== undefined) return [];
    if (plainName(key?.name ?? "") !== "authorization" || keyPrefix(name, scheme).length > 0) return [];
    const says = textAt(scheme, "description");
    return [
      {
        note: `Fill in: which word stands before the key in Authorization? ${says === undefined ? "The document has none" : `The document says only ${JSON.stringify(says.slice(0, 60))}`}; without one the key is sent alone`,
        sketch: sketched(`$.components.securitySchemes[${quoted(name)}]`, `update: { ${keyPrefixKeyword}: "<word> " }`),
      },
    ];
  });
};

/** Operations at a server of their own: no list of the vendor's moves a key, so a person says whether it may go there. */
export const missingAddresses = (
  operations: readonly FoundOperation[],
  base: string | undefined,
): readonly MissingAction[] => {
  if (base === undefined) return [];
  const elsewhere = Map.groupBy(operations, (operation) => ownAddress(operation, base));
  elsewhere.delete(undefined);
  return [...elsewhere].flatMap(([address, found]) => {
    if (address === undefined) return [];
    const names = found.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    const paths = [...new Set(found.map(({ path }) => quoted(path)))].join(",");
    const methods = [...new Set(found.map(({ method }) => quoted(method)))].join(",");
    return [
      {
        note: `Fill in: may the key go to ${address}? By their own servers these are there: ${names.join(", ")}. Pin it, or remove their servers`,
        sketch: sketched(`$.paths[${paths}][${methods}]`, `update: { ${baseUrlKeyword}: ${JSON.stringify(address)} }`),
      },
    ];
  });
};

/** A header parameter that every operation takes its key in becomes a security scheme, and no parameter any more. */
const keyInParameters = (operations: readonly FoundOperation[]): readonly GuessedAction[] | undefined => {
  const found = operations.flatMap(({ target, operation, parameters }) =>
    parameters.filter(isKey).map((parameter) => ({ target, operation, parameter, name: textAt(parameter, "name") })),
  );
  const [first] = found;
  if (first?.name === undefined) return undefined;
  const { name, parameter } = first;
  const isBearer = plainName(name) === "authorization" && /bearer/i.test(JSON.stringify(parameter));
  const scheme = isBearer ? { type: "http", scheme: "bearer" } : { type: "apiKey", in: "header", name };
  const removed = found.filter((one) => one.name === name && listAt(one.operation, "parameters").length > 0);
  const update = { components: { securitySchemes: { key: scheme } }, security: [{ key: [] }] };
  return [
    securityAction(update, `the header parameter ${name}`),
    ...removed.map(({ target }) => ({
      target: `${target}.parameters[?(@.name == ${quoted(name)})]`,
      description: "assumed: the same header, now a security scheme",
      remove: true as const,
    })),
  ];
};

const securityAction = (update: Json, source: string): GuessedAction => ({
  target: "$",
  description: `assumed: guessed from ${source}: every call needs the key`,
  update,
});

const isKey = (parameter: JsonObject): boolean =>
  textAt(parameter, "in") === "header" &&
  /^(?:authorization|(?:x)?(?:[a-z]*)?(?:apikey|accesstoken|authtoken|token|apitoken|authkey)|xkey)$/.test(
    plainName(textAt(parameter, "name") ?? ""),
  );
