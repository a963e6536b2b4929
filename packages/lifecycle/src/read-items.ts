import { type Breach, breach, isBreach } from "./breach.ts";
import { breachOfPromise } from "./breach-of-promise.ts";
import { isId } from "./is-id.ts";
import type { ItemState } from "./job-state.ts";
import { judge } from "./judge.ts";
import type { ItemsReader } from "./lifecycle.ts";
import { phaseOf } from "./phase.ts";
import { isAbsent, isObject, resolvePointer } from "./pointer.ts";
import { type Answer, isGood, type Predicates, type Scalar } from "./rule.ts";
import { failureOf } from "./state-details.ts";

export interface ReadItems {
  readonly list: readonly ItemState[];
  /** The first status that no phase of an item knows. */
  readonly unknownStatus?: Scalar | undefined;
}

/** Every output of the job with its own state; none where the answer is no 2xx. */
export const readItems = (items: ItemsReader, answer: Answer, predicates?: Predicates): ReadItems | Breach => {
  if (!isGood(answer)) return { list: [] };
  const { at } = items;
  const found = resolvePointer(answer.body, at);
  // An envelope that is missing or null on the way to the list is "nothing yet"; text or a number there is another document.
  if (isAbsent(found) && isObject(answer.body) && !Array.isArray(answer.body)) return { list: [] };
  if (!Array.isArray(found)) return breach(at, "a list of items", found ?? answer.body);
  const list: ItemState[] = [];
  let unknownStatus: Scalar | undefined;
  for (const [index, body] of found.entries()) {
    const place = `${at}/${index}`;
    const verdict = judge(items.state, { status: 200, body }, predicates, place);
    if (isBreach(verdict)) return verdict;
    const broken = breachOfPromise(items, verdict.kind, body, place);
    if (broken) return broken;
    unknownStatus ??= verdict.unknownStatus;
    const id = resolvePointer(body, items.id);
    const phase = phaseOf(verdict.kind);
    list.push({
      ...(isId(id) && { id: `${id}` }),
      phase: phase === "partial" ? "succeeded" : phase,
      status: verdict.status,
      ...(phase === "failed" && { failure: failureOf(verdict, items.failure, body) }),
      body,
    });
  }
  return { list, unknownStatus };
};
