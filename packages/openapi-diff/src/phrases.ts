import { isRecord } from "@genwait/lifecycle";

import {
  type Direction,
  operationText,
  type OperationName,
  type Place,
  type Step,
  type Subject,
  type Use,
  type Variant,
} from "./change.ts";
import { sameJson } from "./json.ts";
import { codeSpan, listText, nameText, pathPart, valueText } from "./text.ts";

/** Names that a report or a changelog has for things of an API, in place of the general ones. */
export interface Words {
  /** What a member of a successful response is part of, such as `a completed render`; undefined where there is no such word. */
  readonly response?: ((operation: OperationName, path: readonly Step[]) => string | undefined) | undefined;
  /** A job by its name, with an article, such as `a render`. */
  readonly job?: ((name: string) => string) | undefined;
}

/** An operation, as a sentence names it. */
export const operationPhrase = (operation: OperationName): string => nameText(operationText(operation));

/** The operations of a subject by their addresses. */
export const addressPhrase = ({ operations }: Subject): string =>
  listText(operations.map(({ method, path }) => nameText(`${method} ${path}`)));

/** The operations of a subject. */
export const operationsPhrase = ({ operations }: Subject): string =>
  listText(operations.map(operationPhrase), { unit: "more operations" });

/** A member in its place: `` `title` in the request body of `createDeck` ``. */
export const subjectPhrase = (subject: Subject, words: Words = {}): string => {
  const member = memberPhrase(subject.path);
  const where = wherePhrase(subject, words);
  return member === undefined ? where : `${member} in ${where}`;
};

/** A member by its path; undefined for the value itself. */
export const memberPhrase = (path: readonly Step[]): string | undefined => {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const above = path.slice(0, -1);
  if (typeof last === "string") return codeSpan(pathText(path));
  const of = above.length === 0 ? "" : ` of ${codeSpan(pathText(above))}`;
  if ("each" in last) return `each ${last.each}${of}`;
  if ("item" in last) return `item ${last.item + 1}${of}`;
  if ("matching" in last) return `each member${of} with a name like ${valueText(last.matching)}`;
  return `what ${nameText(last.rule)}${of} asks for`;
};

/** `data.items[].url`: a list's items are `[]`, a map's values `{}`. */
export const pathText = (path: readonly Step[]): string => {
  let text = "";
  for (const step of path) {
    if (typeof step === "string") {
      const part = pathPart(step);
      text += text === "" || part.startsWith("[") ? part : `.${part}`;
    } else if ("each" in step) text += step.each === "item" ? "[]" : "{}";
    else if ("item" in step) text += `[${step.item}]`;
    else text += "{}";
  }
  return text;
};

/** Where a change is: in a part of some operations, or in a component that they share. */
export const wherePhrase = ({ component, operations, uses, path }: Subject, words: Words = {}): string => {
  if (component === undefined) return listText([...new Set(uses.map((use) => usePhrase(use, path, words)))]);
  const kinds = [...new Set(uses.map(({ place }) => kindPhrase(place)))];
  const users =
    operations.length > mostNamed ? `${operations.length} operations` : listText(operations.map(operationPhrase));
  const whose = operations.length === 0 ? "" : ` of ${users}`;
  return `the schema ${nameText(component)} (${listText(kinds)}${whose})`;
};

// More operations than these hide the verb.
const mostNamed = 8;

const kindPhrase = (place: Place): string => {
  if (place.within !== undefined) return `the ${place.within.kind} ${nameText(place.within.name)}`;
  if (place.in === "request-body") return "requests";
  if (place.in === "response") return place.isError ? "error responses" : "responses";
  return place.in === "parameter" || place.in === "header" ? `${place.in}s` : placePhrase(place);
};

const usePhrase = ({ place, operations }: Use, path: readonly Step[], words: Words): string => {
  const isResult = place.in === "response" && !place.isError && place.within === undefined;
  const own = isResult ? operations.map((operation) => words.response?.(operation, path)) : [];
  const known = own.filter((word) => word !== undefined);
  if (known.length > 0 && known.length === operations.length) return listText([...new Set(known)]);
  const named = listText(operations.map(operationPhrase), { unit: "more operations" });
  if (place.in === "operation") return operations.length === 0 ? "the document" : named;
  const text = placePhrase(place, words);
  return named === "" || place.in === "job" || place.in === "item" ? text : `${text} of ${named}`;
};

/** A part of the document or of an operation. */
export const placePhrase = (place: Place, words: Words = {}): string => {
  const within = place.within === undefined ? "" : ` of the ${place.within.kind} ${nameText(place.within.name)}`;
  return `${partPhrase(place, words)}${within}`;
};

const partPhrase = (place: Place, words: Words): string => {
  const form = place.mediaType === undefined ? "" : `${nameText(place.mediaType)} `;
  switch (place.in) {
    case "document":
      return "the document";
    case "operation":
      return "the operation";
    case "request-body":
      return `the ${form}request body`;
    case "path":
    case "callback":
    case "webhook":
      return `the ${place.in} ${nameText(place.name)}`;
    case "security-scheme":
      return `the security scheme ${nameText(place.name)}`;
    case "job":
      return jobPhrase(place.name, words);
    case "item":
      return `an item of ${jobPhrase(place.name, words)}`;
    case "parameter":
      return `the ${isKnownLocation(place.location) ? place.location : nameText(place.location)} parameter ${nameText(place.name)}`;
    case "response":
      return responsePhrase(place.status, place.isError, form);
    case "header":
      return `the header ${nameText(place.name)} of ${responsePhrase(place.status, false)}`;
  }
};

const isKnownLocation = (location: string): boolean => ["query", "path", "header", "cookie"].includes(location);

const responsePhrase = (status: string, isError: boolean, form = ""): string => {
  const plain = /^(?:\d{3}|\dXX|default)$/.test(status) ? status : nameText(status);
  return `the ${plain} ${form}${isError ? "error response" : "response"}`;
};

/** A job, with an article. */
export const jobPhrase = (name: string, words: Words = {}): string => words.job?.(name) ?? `a ${nameText(name)} job`;

/** Whether only the client sends the value. */
export const isSent = ({ directions }: Subject): boolean =>
  !directions.some((direction: Direction) => direction === "response");

/** A variant of a union, by whatever names it: else by what it has. */
export const variantPhrase = ({ name, title, property, value, types, members, index }: Variant): string => {
  if (name !== undefined) return `the variant ${nameText(name)}`;
  if (property !== undefined) return `the variant with ${valueText(value)} as ${nameText(property)}`;
  if (title !== undefined) return `the variant titled ${nameText(title)}`;
  if (members.length > 0) return `variant ${index + 1}, with ${listText(members.map(nameText))}`;
  const kind = types.length === 0 ? "" : ` (${listText(types.map(nameText))})`;
  return `variant ${index + 1}${kind}`;
};

/** The variants of a union. */
export const variantsPhrase = (variants: readonly Variant[]): string =>
  listText(variants.map(variantPhrase), { word: "or" });

/** What differs between two values: member by member where both are objects. */
export const differencePhrase = (old: unknown, revised: unknown): string => {
  if (!isRecord(old) || !isRecord(revised)) return `${valueText(revised)} in place of ${valueText(old)}`;
  const names = [...new Set([...Object.keys(old), ...Object.keys(revised)])];
  const changed = names.filter((name) => !sameJson(old[name], revised[name]));
  return listText(
    changed.map((name) => {
      if (!Object.hasOwn(revised, name)) return `no ${nameText(name)}, which was ${valueText(old[name])}`;
      const before = Object.hasOwn(old, name) ? ` in place of ${valueText(old[name])}` : "";
      return `${nameText(name)} ${valueText(revised[name])}${before}`;
    }),
  );
};

/** The types of a value; undefined is any. */
export const typesPhrase = (types: readonly string[] | undefined): string => {
  if (types === undefined) return "any type";
  return types[0] === "never" ? "no value at all" : listText(types.map(nameText), { word: "or" });
};
