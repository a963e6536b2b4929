import type { StatusKind, Predicate, Scalar, XItems, XState, XStateRule } from "@genwait/lifecycle";

import { isFailure, statedKinds } from "../job/status-kinds.ts";

/** One of the ways in which a declaration lets a response say a kind. */
export type Way =
  /** The word in the place of the status. */
  | { readonly by: "word"; readonly words: readonly Scalar[] }
  /** A rule, and those before it that must not match. */
  | { readonly by: "rule"; readonly rule: XStateRule; readonly rivals: readonly XStateRule[] }
  /** No rule and no listed word. */
  | { readonly by: "default" };

/** Every way to say a kind, the plainest first; empty where there is none. */
export const waysTo = (kind: StatusKind, state: XState | undefined, items?: XItems): readonly Way[] => {
  const rules = state?.rules ?? [];
  const byRule = rules.flatMap((rule, index): Way[] =>
    rule.is === kind ? [{ by: "rule", rule, rivals: rules.slice(0, index) }] : [],
  );
  const isDefault = (state?.otherwise ?? "pending") === kind;
  const byDefault: Way[] = isDefault ? [{ by: "default" }] : [];
  if (items === undefined) return [...wordsFor(kind, state), ...byRule, ...byDefault];
  const folds = isItemsWord(kind, items);
  if (state?.at === undefined) {
    // The items speak where they can: nothing else in the response may decide before them.
    const silent = folds || kind === "pending" ? [{ by: "default" } as const] : [];
    return folds ? [...silent, ...successRules(rules), ...byRule] : [...byRule, ...silent];
  }
  return [
    ...wordsFor(kind, state),
    ...byRule,
    ...(folds && kind !== "pending" ? [...wordsFor("succeeded", state), ...successRules(rules)] : []),
    ...byDefault,
  ];
};

/** The HTTP code that a rule asks for, or its class. */
export const statusOfRule = ({ when }: { readonly when: readonly Predicate[] }): number | string | undefined =>
  when.find(({ status }) => status !== undefined)?.status;

const wordsFor = (kind: StatusKind, state: XState | undefined): Way[] => {
  const words = state?.at === undefined ? [] : (state.values?.[kind] ?? []);
  return words.length === 0 ? [] : [{ by: "word", words }];
};

const successRules = (rules: readonly XStateRule[]): Way[] =>
  rules.flatMap((rule, index): Way[] =>
    rule.is === "succeeded" ? [{ by: "rule", rule, rivals: rules.slice(0, index) }] : [],
  );

const isItemsWord = (kind: StatusKind, { state }: XItems): boolean => {
  const able = statedKinds(state);
  if (kind === "partial") return able.has("succeeded") && [...able].some((other) => isFailure(other));
  return able.has(kind);
};
