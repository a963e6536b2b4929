import type { Resolve } from "../openapi/references.ts";
import { type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { plainName } from "./response-members.ts";
import { type FoundOperation, quoted } from "./found-operations.ts";
import type { GuessedAction } from "./guessed-action.ts";

/** What is to be added so that a client knows how the key travels: nothing when the document says it, undefined when nothing tells. */
export const guessKey = (
  document: JsonObject,
  operations: readonly FoundOperation[],
  resolve: Resolve,
): readonly GuessedAction[] | undefined => {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const usable = Object.keys(schemes).filter((name) => isUsable(resolve(schemes[name])));
  const asks = (holder: JsonObject): boolean =>
    listAt(holder, "security").some((requirement) =>
      Object.keys(resolve(requirement)).some((name) => usable.includes(name)),
    );
  const silent = operations.filter(({ source }) => memberOf(source, "security") === undefined);
  if (asks(document) || (silent.length === 0 && operations.some(({ source }) => asks(source)))) return [];
  const [scheme] = usable;
  if (scheme !== undefined) {
    const where = operations.some(({ source }) => asks(source))
      ? "asked for by some operations only"
      : "declared and asked for nowhere";
    return [securityAction({ security: [{ [scheme]: [] }] }, `the security scheme "${scheme}", which is ${where}`)];
  }
  return fromParameters(operations);
};

const isUsable = (scheme: JsonObject): boolean => {
  const type = textAt(scheme, "type");
  if (type === "apiKey") return ["header", "query"].includes(textAt(scheme, "in") ?? "");
  return type === "oauth2" || type === "openIdConnect" || textAt(scheme, "scheme")?.toLowerCase() === "bearer";
};

/** A header parameter that every operation takes its key in becomes a security scheme, and no parameter any more. */
const fromParameters = (operations: readonly FoundOperation[]): readonly GuessedAction[] | undefined => {
  const found = operations.flatMap((operation) =>
    operation.parameters.filter(isKey).map((parameter) => ({ operation, parameter })),
  );
  const [first] = found;
  const name = textAt(first?.parameter, "name");
  if (first === undefined || name === undefined) return undefined;
  const text = `${textAt(first.parameter, "description") ?? ""} ${JSON.stringify(first.parameter)}`;
  const isBearer = plainName(name) === "authorization" && /bearer/i.test(text);
  const scheme = isBearer ? { type: "http", scheme: "bearer" } : { type: "apiKey", in: "header", name };
  const removed = found
    .filter(
      ({ operation, parameter }) =>
        textAt(parameter, "name") === name && listAt(operation.source, "parameters").length > 0,
    )
    .map(({ operation }) => ({
      target: `${operation.target}.parameters[?(@.name == ${quoted(name)})]`,
      description: "assumed: the same header, now a security scheme",
      remove: true as const,
    }));
  return [
    securityAction(
      { components: { securitySchemes: { key: scheme } }, security: [{ key: [] }] },
      `the header parameter ${name}`,
    ),
    ...removed,
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
