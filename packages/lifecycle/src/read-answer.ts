import type { CallErrorKind } from "./call-failure.ts";
import { foldItems } from "./fold-items.ts";
import type { JobState } from "./job-state.ts";
import { type Breach, describe, judge, type Verdict } from "./judge.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { failureKindOf, phaseOf } from "./phase.ts";
import { isAbsent, resolvePointer } from "./pointer.ts";
import { readItems, type ReadItems } from "./read-items.ts";
import { type Answer, matches } from "./rule.ts";
import { failureOf, stageOf } from "./state-details.ts";

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
  const failed = lifecycle.call?.find((rule) => applies(rule, answer));
  if (failed !== undefined) {
    const { message, code } = failureOf(answer.body, failed);
    return {
      is: "call-failure",
      kind: failed.is,
      ...(message !== undefined && { message }),
      ...(code !== undefined && { code }),
    };
  }
  const verdict = judge(lifecycle.state, answer);
  if (verdict.is === "unread") return verdict;
  if (verdict.is === "breach") return verdict;
  const items = readItems(lifecycle.items, answer.body, isGood(answer));
  if (items.is === "breach") return items;
  const final = refine(lifecycle, verdict, items, options);
  return (
    breachOfId(lifecycle, answer, final, items, options) ??
    breachOfPromise(lifecycle, answer, final) ?? { is: "state", state: stateOf(lifecycle, answer, final, items) }
  );
};

const applies = (rule: Parameters<typeof matches>[0], answer: Answer): boolean =>
  (isGood(answer) || rule.when.some((predicate) => predicate.status !== undefined)) && matches(rule, answer);

const isGood = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300;

// Items say how well it went; whether it is over is the job's own word, where it has one.
const refine = (
  lifecycle: Lifecycle,
  verdict: Verdict,
  items: ReadItems,
  { expectedItems }: ReadAnswerOptions,
): Verdict => {
  if (lifecycle.items === undefined) return verdict;
  const itemsDecide =
    lifecycle.state?.at === undefined ? !verdict.byRule || verdict.kind === "succeeded" : verdict.kind === "succeeded";
  return itemsDecide ? foldItems(items, verdict, { none: lifecycle.items.none, expectedItems }) : verdict;
};

const breachOfId = (
  lifecycle: Lifecycle,
  answer: Answer,
  verdict: Verdict,
  items: ReadItems,
  options: ReadAnswerOptions,
): Breach | undefined => {
  const pointer = lifecycle.id.answer;
  if (pointer === undefined) return undefined;
  const id = resolvePointer(answer.body, pointer);
  if (isAbsent(id)) {
    const nothingYet = lifecycle.items !== undefined && items.list.length === 0;
    return verdict.byRule || nothingYet
      ? undefined
      : { is: "breach", pointer, expected: "the job's id", found: describe(id) };
  }
  if (typeof id !== "string" && typeof id !== "number")
    return { is: "breach", pointer, expected: "the job's id", found: describe(id) };
  if (options.id === undefined || String(id) === options.id) return undefined;
  return { is: "breach", pointer, expected: `the id "${options.id}"`, found: `"${id}"` };
};

// A rule or a special way to fail speaks for itself: only the regular failure has the regular members.
const breachOfPromise = (lifecycle: Lifecycle, answer: Answer, verdict: Verdict): Breach | undefined => {
  const { kind } = verdict;
  if ((kind !== "succeeded" && kind !== "partial" && kind !== "failed") || (verdict.byRule && kind === "failed"))
    return undefined;
  const pointer = lifecycle.promised?.[kind]?.find((promise) => isAbsent(resolvePointer(answer.body, promise)));
  return pointer === undefined
    ? undefined
    : { is: "breach", pointer, expected: `a value once ${kind}`, found: "nothing" };
};

const stateOf = (lifecycle: Lifecycle, answer: Answer, verdict: Verdict, { list }: ReadItems): JobState => {
  const { body } = answer;
  const phase = phaseOf(verdict.kind);
  if (phase === "pending") {
    const unknown = verdict.unknown ? verdict.status : undefined;
    return {
      phase,
      body,
      items: list,
      ...stageOf(lifecycle, body),
      ...(unknown !== undefined && { unknownStatus: unknown }),
    };
  }
  if (phase !== "failed") return { phase, body, items: list };
  const kind = verdict.failureKind ?? failureKindOf(verdict.kind);
  const said = failureOf(body, { ...lifecycle.failure, ...verdict.pointers });
  return { phase, body, items: list, failure: { kind, status: verdict.status, ...verdict.details, ...said } };
};
