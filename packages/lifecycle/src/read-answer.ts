import { type Breach, breach } from "./breach.ts";
import { breachOfPromise } from "./breach-of-promise.ts";
import type { CallErrorKind } from "./call-failure.ts";
import { isId } from "./is-id.ts";
import type { JobState } from "./job-state.ts";
import { judge, type Verdict } from "./judge.ts";
import type { LifecycleReader } from "./lifecycle.ts";
import { phaseOf } from "./phase.ts";
import { isAbsent, resolvePointer } from "./pointer.ts";
import { type Answer, applies, isGood } from "./rule.ts";
import { failureOf, reasonAt } from "./state-details.ts";

export interface ReadAnswerOptions {
  /** The id that was asked for; an answer about another one is a breach. */
  readonly id?: string;
  /** Fewer items than this are still pending. @default the items that the answer lists */
  readonly expectedItems?: number;
}

/** What an answer means. */
export type AnswerReading<State = JobState> =
  | { readonly is: "state"; readonly state: State }
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
export const readAnswer = (
  lifecycle: LifecycleReader,
  answer: Answer,
  options: ReadAnswerOptions = {},
): AnswerReading => {
  const { call, items, predicates } = lifecycle;
  const { body } = answer;
  const failed = call?.find((rule) => applies(rule, answer, predicates));
  if (failed) return { is: "call-failure", kind: failed.is, ...reasonAt(failed, body) };
  let verdict = judge(lifecycle.state, answer, predicates);
  if (!isGood(answer) && !verdict.rule) return { is: "unread" };
  if (items && !verdict.is) verdict = items.judge(items, lifecycle, answer, verdict, options.expectedItems);
  if (verdict.is) return verdict;
  return (
    breachOfId(lifecycle.id.answer, body, verdict, options.id) ??
    breachOfEnd(lifecycle, body, verdict) ?? { is: "state", state: stateOf(lifecycle, body, verdict) }
  );
};

const breachOfId = (
  pointer: string | undefined,
  body: unknown,
  { rule, items }: Verdict,
  wanted: string | undefined,
): Breach | undefined => {
  const id = resolvePointer(body, pointer);
  if (pointer === undefined || (isAbsent(id) && (rule || items?.length === 0))) return undefined;
  if (!isId(id)) return breach(pointer, "the job's id", id);
  if (wanted === undefined || `${id}` === wanted) return undefined;
  return { is: "breach", pointer, expected: `the id "${wanted}"`, found: `"${id}"` };
};

// A rule or a special way to fail speaks for itself: only the regular failure has the regular members.
const breachOfEnd = ({ promised }: LifecycleReader, body: unknown, { kind, rule }: Verdict): Breach | undefined =>
  rule && kind === "failed" ? undefined : breachOfPromise(promised, kind, body);

const stateOf = (lifecycle: LifecycleReader, body: unknown, verdict: Verdict): JobState => {
  const { unknownStatus, items = [] } = verdict;
  const phase = phaseOf(verdict.kind);
  if (phase === "failed") return { phase, body, items, failure: failureOf(verdict, lifecycle.failure, body) };
  if (phase !== "pending") return { phase, body, items };
  return {
    phase,
    body,
    items,
    ...lifecycle.stageOf?.(lifecycle, body),
    ...(unknownStatus !== undefined && { unknownStatus }),
  };
};
