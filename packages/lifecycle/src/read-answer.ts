import { type Breach, breach, isBreach } from "./breach.ts";
import { breachOfPromise } from "./breach-of-promise.ts";
import type { CallErrorKind } from "./call-failure.ts";
import { foldItems } from "./fold-items.ts";
import { isId } from "./is-id.ts";
import type { JobState } from "./job-state.ts";
import { judge, type Verdict } from "./judge.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { phaseOf } from "./phase.ts";
import { isAbsent, resolvePointer } from "./pointer.ts";
import { readItems, type ReadItems } from "./read-items.ts";
import { type Answer, applies, isGood } from "./rule.ts";
import { failureOf, reasonAt, stageOf } from "./state-details.ts";

export interface ReadAnswerOptions {
  /** The id that was asked for; an answer about another one is a breach. */
  readonly id?: string;
  /** Fewer items than this are still pending. @default the items that the answer lists */
  readonly expectedItems?: number;
}

/** What an answer means. */
export type AnswerReading =
  | { readonly is: "state"; readonly state: JobState }
  /** The call failed inside an answer that HTTP calls good; nothing is known of the job. */
  | {
      readonly is: "call-failure";
      readonly kind: CallErrorKind;
      readonly message?: string;
      readonly code?: string | number;
    }
  | Breach
  /** Outside 2xx, and no rule names its code: an error of the call, told by HTTP. */
  | { readonly is: "unread" };

/**
 * Reads one answer of a status operation by its declaration. Pure: no time, no memory of earlier answers.
 *
 * @example
 * ```ts
 * readAnswer(lifecycle, { status: 200, body: { id: "a", status: "done" } }, { id: "a" });
 * ```
 */
export const readAnswer = (lifecycle: Lifecycle, answer: Answer, options: ReadAnswerOptions = {}): AnswerReading => {
  const { call, state } = lifecycle;
  const { body } = answer;
  const failed = call?.find((rule) => applies(rule, answer));
  if (failed) return { is: "call-failure", kind: failed.is, ...reasonAt(failed, body) };
  if (!isGood(answer) && !state?.rules?.some((rule) => applies(rule, answer))) return { is: "unread" };
  const judged = judge(state, answer);
  if (isBreach(judged)) return judged;
  const items = readItems(lifecycle.items, answer);
  if (isBreach(items)) return items;
  const verdict = refine(lifecycle, judged, items, options.expectedItems);
  return (
    breachOfId(lifecycle, body, verdict, items, options.id) ??
    // A rule or a special way to fail speaks for itself: only the regular failure has the regular members.
    (verdict.rule && verdict.kind === "failed" ? undefined : breachOfPromise(lifecycle, verdict.kind, body)) ?? {
      is: "state",
      state: stateOf(lifecycle, body, verdict, items),
    }
  );
};

// Items say how well it went; whether it is over is the job's own word, where it has one.
const refine = ({ state, items }: Lifecycle, verdict: Verdict, read: ReadItems, expectedItems?: number): Verdict =>
  items && (verdict.kind === "succeeded" || (state?.at === undefined && !verdict.rule))
    ? foldItems(read, verdict, items.none, expectedItems)
    : verdict;

const breachOfId = (
  { id: { answer: pointer }, items }: Lifecycle,
  body: unknown,
  { rule }: Verdict,
  { list }: ReadItems,
  wanted?: string,
): Breach | undefined => {
  const id = resolvePointer(body, pointer);
  if (pointer === undefined || (isAbsent(id) && (rule || (items && list.length === 0)))) return undefined;
  if (!isId(id)) return breach(pointer, "the job's id", id);
  if (wanted === undefined || `${id}` === wanted) return undefined;
  return { is: "breach", pointer, expected: `the id "${wanted}"`, found: `"${id}"` };
};

const stateOf = (lifecycle: Lifecycle, body: unknown, verdict: Verdict, { list: items }: ReadItems): JobState => {
  const { kind, unknownStatus } = verdict;
  const phase = phaseOf(kind);
  if (phase === "failed") return { phase, body, items, failure: failureOf(verdict, lifecycle.failure, body) };
  if (phase !== "pending") return { phase, body, items };
  return { phase, body, items, ...stageOf(lifecycle, body), ...(unknownStatus !== undefined && { unknownStatus }) };
};
