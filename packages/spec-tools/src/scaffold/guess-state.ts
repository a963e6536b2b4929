import { type StatusKind, statusKinds, type Scalar } from "@genwait/lifecycle";

import type { Resolve } from "../openapi/references.ts";
import { type ResponseMember, membersOfResponse, plainName } from "./response-members.ts";
import type { FoundResponse, FoundExample } from "./found-operations.ts";
import { isKnownWord, kindOfWord } from "./status-words.ts";
import { wordsOfStatus } from "./words-of-status.ts";

/** Which member of a response, or of the entries of one of its lists, tells how far a job is. */
export interface GuessedState {
  readonly status: ResponseMember;
  /** The list whose entries have the status; absent when the response itself has it. */
  readonly list: ResponseMember | undefined;
  readonly values: ReadonlyMap<StatusKind, readonly Scalar[]>;
  /** Where the words stand. */
  readonly source: string;
  /** Values whose meaning is not said, or only half. */
  readonly unclear: readonly Scalar[];
}

/** The most telling status member of a response; undefined when it has none that knows both pending and terminal words. */
export const guessState = (response: FoundResponse, resolve: Resolve): GuessedState | undefined => {
  const members = membersOfResponse(response.schema, resolve);
  const direct = members.flatMap((status) => stateAt(status, { examples: response.examples }));
  const inLists = members.flatMap((list) =>
    list.schema.entry === undefined ? [] : statesOfEntries(list, response, resolve),
  );
  return [...direct, ...inLists].sort((left, right) => scoreOf(right) - scoreOf(left))[0];
};

const statesOfEntries = (list: ResponseMember, response: FoundResponse, resolve: Resolve): readonly GuessedState[] => {
  const { entry } = list.schema;
  return entry === undefined
    ? []
    : membersOfResponse(entry, resolve).flatMap((status) => stateAt(status, { list, examples: [] }));
};

const statusName = /^(?:[a-z]*(?:status|state|phase)|result|outcome)$/;

const stateAt = (
  status: ResponseMember,
  { list, examples }: { readonly list?: ResponseMember; readonly examples: readonly FoundExample[] },
): readonly GuessedState[] => {
  if (status.schema.members.size > 0 || !statusName.test(plainName(status.name))) return [];
  const { values, source } = wordsOfStatus(status, examples);
  const sorted = sortedByKind(values);
  const isTelling = sorted.values.has("succeeded") && [...sorted.values.keys()].some((kind) => kind !== "succeeded");
  return isTelling ? [{ status, list, source, ...sorted }] : [];
};

const sortedByKind = (
  values: ReadonlyMap<Scalar, string>,
): { readonly values: ReadonlyMap<StatusKind, readonly Scalar[]>; readonly unclear: readonly Scalar[] } => {
  const words = [...values.values()];
  const hasPlainSuccess = words.some((word) => isKnownWord(word) && kindOfWord(word) === "succeeded");
  const sorted = new Map<StatusKind, Scalar[]>();
  const unclear: Scalar[] = [];
  for (const [value, word] of values) {
    const kind = kindOfWord(word);
    // `TEXT_SUCCESS` beside `SUCCESS` is a step on the way.
    const isStep = kind === "succeeded" && !isKnownWord(word) && hasPlainSuccess;
    if (kind === undefined || ((kind === "succeeded" || kind === "pending") && !isKnownWord(word))) unclear.push(value);
    const place = kind === undefined || isStep ? "pending" : kind;
    sorted.set(place, [...(sorted.get(place) ?? []), value]);
  }
  return {
    values: new Map(statusKinds.flatMap((kind) => (sorted.has(kind) ? [[kind, sorted.get(kind) ?? []]] : []))),
    unclear,
  };
};

const scoreOf = ({ status, list, values }: GuessedState): number =>
  (values.has("pending") ? 4 : 0) +
  (values.has("failed") ? 2 : 0) +
  (/status|state/.test(plainName(status.name)) ? 2 : 0) -
  status.depth -
  (list === undefined ? 0 : 3 + list.depth);
