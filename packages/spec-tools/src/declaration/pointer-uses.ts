import type { Predicate, XFailure, XJob, XPromise, XState } from "@genwait/lifecycle";

import { answersOfRule, type DeclaredAnswer } from "./answers-of-job.ts";

/** A pointer of a declaration: where it stands, and which answers it is followed in. */
export interface PointerUse {
  /** The way from the declaration to the pointer. */
  readonly tokens: readonly string[];
  /** Into an answer, or a runtime expression for a header. */
  readonly pointer: string;
  /** Relative to one entry of the job's items. */
  readonly inItem: boolean;
  readonly answers: readonly DeclaredAnswer[];
  /** A client or a mock relies on a value there. */
  readonly isPromised: boolean;
}

/** Every pointer of a declaration that leads into an answer. */
export const pointerUses = (job: XJob, answers: readonly DeclaredAnswer[]): readonly PointerUse[] => {
  const { id, call = [], state, items, has = {}, failure, progress, stage } = job;
  const use = useOf(answers, false);
  const item = useOf(answers, true);
  return [
    ...use(["id", "answer"], id.answer, true),
    ...call.flatMap((rule, index) => usesOfRule(rule, ["call", `${index}`], answers, false)),
    ...usesOfState(state, ["state"], answers, false),
    ...usesOfHas(has, ["has"], use),
    ...usesOfFailure(failure, ["failure"], use),
    ...use(["progress", "at"], progress?.at, false),
    ...use(["stage", "at"], stage?.at, false),
    ...use(["items", "at"], items?.at, true),
    ...item(["items", "id"], items?.id, true),
    ...usesOfState(items?.state, ["items", "state"], answers, true),
    ...usesOfHas(items?.has ?? {}, ["items", "has"], item),
    ...usesOfFailure(items?.failure, ["items", "failure"], item),
  ];
};

type Use = (tokens: readonly string[], pointer: string | undefined, isPromised: boolean) => readonly PointerUse[];

const useOf =
  (answers: readonly DeclaredAnswer[], inItem: boolean): Use =>
  (tokens, pointer, isPromised) =>
    pointer === undefined ? [] : [{ tokens, pointer, inItem, answers, isPromised }];

const usesOfState = (
  state: XState | undefined,
  tokens: readonly string[],
  answers: readonly DeclaredAnswer[],
  inItem: boolean,
): readonly PointerUse[] => [
  ...(state?.rules ?? []).flatMap((rule, index) => usesOfRule(rule, [...tokens, "rules", `${index}`], answers, inItem)),
  ...useOf(answers, inItem)([...tokens, "at"], state?.at, false),
];

const usesOfRule = (
  rule: XFailure & { readonly when: readonly Predicate[] },
  tokens: readonly string[],
  answers: readonly DeclaredAnswer[],
  inItem: boolean,
): readonly PointerUse[] => {
  const use = useOf(inItem ? answers : answersOfRule(rule, answers), inItem);
  return [
    ...rule.when.flatMap(({ at }, index) => use([...tokens, "when", `${index}`, "at"], at, false)),
    ...usesOfFailure(rule, tokens, use),
  ];
};

const usesOfHas = (
  has: Readonly<Record<string, XPromise>>,
  tokens: readonly string[],
  use: Use,
): readonly PointerUse[] =>
  Object.entries(has).flatMap(([phase, { present = [], absent = [], empty = [], whenRequested = {} }]) => [
    ...present.flatMap((pointer, index) => use([...tokens, phase, "present", `${index}`], pointer, true)),
    ...absent.flatMap((pointer, index) => use([...tokens, phase, "absent", `${index}`], pointer, false)),
    ...empty.flatMap((pointer, index) => use([...tokens, phase, "empty", `${index}`], pointer, false)),
    ...Object.keys(whenRequested).flatMap((pointer) =>
      use([...tokens, phase, "whenRequested", pointer], pointer, true),
    ),
  ]);

const usesOfFailure = (failure: XFailure | undefined, tokens: readonly string[], use: Use): readonly PointerUse[] => [
  ...use([...tokens, "message"], failure?.message, false),
  ...use([...tokens, "code"], failure?.code, false),
];
