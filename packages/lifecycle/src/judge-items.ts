import { type Breach, breach } from "./breach.ts";
import { breachOfPromise } from "./breach-of-promise.ts";
import { foldItems } from "./fold-items.ts";
import { isId } from "./is-id.ts";
import type { ItemState } from "./job-state.ts";
import { judge, type Verdict } from "./judge.ts";
import type { ItemsReader, LifecycleReader } from "./lifecycle.ts";
import { phaseOf } from "./phase.ts";
import { isAbsent, isRecord, resolvePointer } from "./pointer.ts";
import { type Answer, isGood, type Scalar } from "./rule.ts";
import { failureOf } from "./state-details.ts";

/** Reads every output of a job, each with its own state, and judges the job by them. */
export const judgeItems = (
  reader: ItemsReader,
  { state, predicates }: LifecycleReader,
  answer: Answer,
  verdict: Verdict,
  expectedItems?: number,
): Verdict | Breach => {
  const { at } = reader;
  const found = resolvePointer(answer.body, at);
  // An envelope that is missing or null on the way to the list is "nothing yet"; text or a number there is another document.
  const bodies = !isGood(answer) || (isAbsent(found) && isRecord(answer.body)) ? [] : found;
  if (!Array.isArray(bodies)) return breach(at, "a list of items", found ?? answer.body);
  const items: ItemState[] = [];
  let unknownStatus: Scalar | undefined;
  for (const [index, body] of bodies.entries()) {
    const place = `${at}/${index}`;
    const judged = judge(reader.state, { status: 200, body }, predicates, place);
    if (judged.is) return judged;
    const { kind, status } = judged;
    const broken = breachOfPromise(reader.promised, kind, body, place);
    if (broken) return broken;
    unknownStatus ??= judged.unknownStatus;
    const id = resolvePointer(body, reader.id);
    const phase = phaseOf(kind);
    items.push({
      ...(isId(id) && { id: `${id}` }),
      phase: phase === "partial" ? "succeeded" : phase,
      status,
      ...(phase === "failed" && { failure: failureOf(judged, reader.failure, body) }),
      body,
    });
  }
  // Items say how well it went; whether it is over is the job's own word, where it has one.
  return verdict.kind === "succeeded" || (state?.at === undefined && !verdict.rule)
    ? { ...verdict, items, unknownStatus, ...foldItems(items, reader.none, expectedItems) }
    : { ...verdict, items };
};
