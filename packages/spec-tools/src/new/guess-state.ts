import { type Kind, kinds, type Scalar } from "@genwait/lifecycle";

import type { Resolve } from "../codegen/references.ts";
import { type AnswerMember, membersOfAnswer, plainName } from "./answer-members.ts";
import type { FoundAnswer, FoundExample } from "./found-operations.ts";
import { isKnownWord, kindOfWord } from "./status-words.ts";
import { wordsOfStatus } from "./words-of-status.ts";

/** Which member of an answer, or of the entries of one of its lists, tells how far a job is. */
export interface GuessedState {
  readonly status: AnswerMember;
  /** The list whose entries have the status; absent when the answer itself has it. */
  readonly list: AnswerMember | undefined;
  readonly values: ReadonlyMap<Kind, readonly Scalar[]>;
  /** Where the words stand. */
  readonly source: string;
  /** Values whose meaning is not said, or only half. */
  readonly unclear: readonly Scalar[];
}

/** The most telling status member of an answer; undefined when it has none that knows both the way and an end. */
export const guessState = (answer: FoundAnswer, resolve: Resolve): GuessedState | undefined => {
  const members = membersOfAnswer(answer.schema, resolve);
  const direct = members.flatMap((status) => stateAt(status, { examples: answer.examples }));
  const inLists = members.flatMap((list) =>
    list.schema.entry === undefined ? [] : statesOfEntries(list, answer, resolve),
  );
  return [...direct, ...inLists].sort((left, right) => scoreOf(right) - scoreOf(left))[0];
};

const statesOfEntries = (list: AnswerMember, answer: FoundAnswer, resolve: Resolve): readonly GuessedState[] => {
  const { entry } = list.schema;
  return entry === undefined
    ? []
    : membersOfAnswer(entry, resolve).flatMap((status) => stateAt(status, { list, examples: [] }));
};

const statusName = /^(?:[a-z]*(?:status|state|phase)|result|outcome)$/;

const stateAt = (
  status: AnswerMember,
  { list, examples }: { readonly list?: AnswerMember; readonly examples: readonly FoundExample[] },
): readonly GuessedState[] => {
  if (status.schema.members.size > 0 || !statusName.test(plainName(status.name))) return [];
  const { values, source } = wordsOfStatus(status, examples);
  const sorted = sortedByKind(values);
  const isTelling = sorted.values.has("succeeded") && [...sorted.values.keys()].some((kind) => kind !== "succeeded");
  return isTelling ? [{ status, list, source, ...sorted }] : [];
};

const sortedByKind = (
  values: ReadonlyMap<Scalar, string>,
): { readonly values: ReadonlyMap<Kind, readonly Scalar[]>; readonly unclear: readonly Scalar[] } => {
  const words = [...values.values()];
  const hasPlainSuccess = words.some((word) => isKnownWord(word) && kindOfWord(word) === "succeeded");
  const sorted = new Map<Kind, Scalar[]>();
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
    values: new Map(kinds.flatMap((kind) => (sorted.has(kind) ? [[kind, sorted.get(kind) ?? []]] : []))),
    unclear,
  };
};

const scoreOf = ({ status, list, values }: GuessedState): number =>
  (values.has("pending") ? 4 : 0) +
  (values.has("failed") ? 2 : 0) +
  (/status|state/.test(plainName(status.name)) ? 2 : 0) -
  status.depth -
  (list === undefined ? 0 : 3 + list.depth);
