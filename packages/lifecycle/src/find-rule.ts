import { type Answer, applies, type Predicates, type Rule } from "./rule.ts";

/** The first rule that is about an answer and matches it. */
export const findRule = <R extends Rule>(
  rules: readonly R[],
  answer: Answer,
  predicates: Predicates | undefined,
): R | undefined => rules.find((rule) => applies(rule, answer, predicates));
