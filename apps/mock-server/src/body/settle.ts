import { ruleMatches, type Predicate, type Rule } from "@genwait/lifecycle";

import { asResponse, type Draft } from "./draft.ts";
import { satisfy } from "./satisfy.ts";

/** Which rules must match, and which must not. */
export interface Demands {
  /** The rule that must decide. */
  readonly must?: Rule;
  /** Rules that would decide otherwise. */
  readonly mustNot: readonly Rule[];
  /** Places that already say what they have to; touched only when nothing else helps. */
  readonly pinned: readonly string[];
}

/** Changes the draft until one rule matches and the others do not; false where the two cannot be had together. */
export const settle = (draft: Draft, { must, mustNot, pinned }: Demands): boolean => {
  const rivals = mustNot.filter((rule) => reads(rule, draft));
  // Each round mends one thing; rules of one declaration seldom hang together in more than two or three places.
  for (let round = 0; round < 4 + 2 * rivals.length; round++) {
    const offender = rivals.find((rule) => ruleMatches(rule, asResponse(draft)));
    if (must !== undefined && !ruleMatches(must, asResponse(draft))) {
      if (!must.when.every((predicate) => satisfy(draft, predicate, true))) return false;
    } else if (offender === undefined) return true;
    else if (!breakRule(draft, offender, must, pinned)) return false;
  }
  return false;
};

// Outside 2xx only rules that name a code are read.
const reads = ({ when }: Rule, { status }: Draft): boolean =>
  (status >= 200 && status < 300) || when.some((predicate) => predicate.status !== undefined);

const breakRule = (draft: Draft, offender: Rule, must: Rule | undefined, pinned: readonly string[]): boolean => {
  const isPinned = ({ at }: Predicate): boolean => at !== undefined && pinned.includes(at);
  const [before, headers] = [draft.body, { ...draft.headers }];
  for (const predicate of offender.when.toSorted((a, b) => Number(isPinned(a)) - Number(isPinned(b)))) {
    draft.body = structuredClone(before);
    if (
      !isPinned(predicate) &&
      satisfy(draft, predicate, false) &&
      (must === undefined || ruleMatches(must, asResponse(draft)))
    )
      return true;
    Object.assign(draft.headers, headers);
  }
  draft.body = before;
  return false;
};
