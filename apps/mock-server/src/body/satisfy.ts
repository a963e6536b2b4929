import { ruleMatches, type Predicate, resolvePointer } from "@genwait/lifecycle";

import { isOfType, isRequired, schemasAt, typesOf, wordsOf } from "../document/schema.ts";
import { removeAt, setAt } from "../edit-pointer.ts";
import { asResponse, type Draft } from "./draft.ts";

/** Changes the draft in one place so that a predicate holds, or so that it does not; false where the document allows no such value. */
export const satisfy = (draft: Draft, predicate: Predicate, wanted: boolean): boolean => {
  if (holds(draft, predicate) === wanted) return true;
  const { at } = predicate;
  if (at === undefined) return false;
  const header = /^\$response\.header\.(.+)$/.exec(at)?.[1]?.toLowerCase();
  return header === undefined
    ? satisfyBody(draft, predicate, at, wanted)
    : satisfyHeader(draft, predicate, header, wanted);
};

const holds = (draft: Draft, predicate: Predicate): boolean => ruleMatches({ when: [predicate] }, asResponse(draft));

const satisfyBody = (draft: Draft, predicate: Predicate, at: string, wanted: boolean): boolean => {
  const before = structuredClone(draft.body);
  for (const candidate of candidates(draft, predicate, at, wanted)) {
    const root = structuredClone(before);
    draft.body = candidate === gone ? removeAt(root, at) : setAt(root, at, structuredClone(candidate));
    if (holds(draft, predicate) === wanted) return true;
  }
  draft.body = before;
  return false;
};

const satisfyHeader = (draft: Draft, predicate: Predicate, name: string, wanted: boolean): boolean => {
  const before = draft.headers[name];
  for (const candidate of [...valuesOf(predicate), gone, "1"]) {
    if (candidate === gone) Reflect.deleteProperty(draft.headers, name);
    else draft.headers[name] = String(candidate);
    if (holds(draft, predicate) === wanted) return true;
  }
  if (before !== undefined) draft.headers[name] = before;
  return false;
};

const gone = Symbol("gone");

// In the order of what a service would most naturally say.
const candidates = (draft: Draft, predicate: Predicate, at: string, wanted: boolean): readonly unknown[] => {
  const schemas = schemasAt(draft.schema, at);
  const types = typesOf(schemas);
  const listed = schemas.flatMap(wordsOf);
  const example: unknown = resolvePointer(draft.full, at);
  const fits = (value: unknown): boolean =>
    (types.length === 0 || types.some((type) => isOfType(value, type))) &&
    (listed.length === 0 || listed.includes(value));
  const plain = [...listed, false, true, [], {}, "", 0, 1, null].filter((value) => fits(value));
  const removal = isRequired(draft.schema, at) ? [] : [gone];
  const named = valuesOf(predicate, example).filter((value) => fits(value));
  const shown = example === undefined ? [] : [example];
  return wantsNothing(predicate, wanted)
    ? [...removal, ...named, ...plain]
    : [...named, ...shown, ...plain, ...removal];
};

// Whether the change asked for is that something should not be there.
const wantsNothing = ({ present, absent, empty, is }: Predicate, wanted: boolean): boolean =>
  wanted
    ? absent === true || empty === true
    : present === true || empty === false || (is !== undefined && typeof is !== "boolean");

const valuesOf = (
  { is, not, in: among, prefix, contains, gt }: Predicate,
  example: unknown = "",
): readonly unknown[] => {
  const begun = prefix === undefined ? undefined : prefix + (typeof example === "string" ? example : "");
  const values = [is, not, ...(among ?? []), begun, contains, gt === undefined ? undefined : gt + 1, gt];
  return values.filter((value) => value !== undefined);
};
