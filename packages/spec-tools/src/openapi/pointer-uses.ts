import type { Predicate, XFailure, XJob, XMembers, XState } from "@genwait/lifecycle";

import { type DeclaredResponse, responsesOfRule } from "./jobs.ts";

/** A pointer of a declaration: where it stands, and which responses it is followed in. */
export interface PointerUse {
  /** The way from the declaration to the pointer. */
  readonly tokens: readonly string[];
  /** Into a response, or a runtime expression for a header. */
  readonly pointer: string;
  /** Relative to one entry of the job's items. */
  readonly inItem: boolean;
  readonly responses: readonly DeclaredResponse[];
  /** A client or a mock relies on a value there. */
  readonly isGuaranteed: boolean;
}

/** Every pointer of a declaration that leads into a response. */
export const pointerUses = (job: XJob, responses: readonly DeclaredResponse[]): readonly PointerUse[] => {
  const { id, call = [], state, items, has = {}, failure, progress, stage } = job;
  const use = useOf(responses, false);
  const item = useOf(responses, true);
  return [
    ...use(["id", "response"], id.response, true),
    ...call.flatMap((rule, index) => usesOfRule(rule, ["call", `${index}`], responses, false)),
    ...usesOfState(state, ["state"], responses, false),
    ...usesOfHas(has, ["has"], use),
    ...usesOfFailure(failure, ["failure"], use),
    ...use(["progress", "at"], progress?.at, false),
    ...use(["stage", "at"], stage?.at, false),
    ...use(["items", "at"], items?.at, true),
    ...item(["items", "id"], items?.id, true),
    ...usesOfState(items?.state, ["items", "state"], responses, true),
    ...usesOfHas(items?.has ?? {}, ["items", "has"], item),
    ...usesOfFailure(items?.failure, ["items", "failure"], item),
  ];
};

type Use = (tokens: readonly string[], pointer: string | undefined, isGuaranteed: boolean) => readonly PointerUse[];

const useOf =
  (responses: readonly DeclaredResponse[], inItem: boolean): Use =>
  (tokens, pointer, isGuaranteed) =>
    pointer === undefined ? [] : [{ tokens, pointer, inItem, responses, isGuaranteed }];

const usesOfState = (
  state: XState | undefined,
  tokens: readonly string[],
  responses: readonly DeclaredResponse[],
  inItem: boolean,
): readonly PointerUse[] => [
  ...(state?.rules ?? []).flatMap((rule, index) =>
    usesOfRule(rule, [...tokens, "rules", `${index}`], responses, inItem),
  ),
  ...useOf(responses, inItem)([...tokens, "at"], state?.at, false),
];

const usesOfRule = (
  rule: XFailure & { readonly when: readonly Predicate[] },
  tokens: readonly string[],
  responses: readonly DeclaredResponse[],
  inItem: boolean,
): readonly PointerUse[] => {
  const use = useOf(inItem ? responses : responsesOfRule(rule, responses), inItem);
  return [
    ...rule.when.flatMap(({ at }, index) => use([...tokens, "when", `${index}`, "at"], at, false)),
    ...usesOfFailure(rule, tokens, use),
  ];
};

const usesOfHas = (
  has: Readonly<Record<string, XMembers>>,
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
