import { type Breach, isBreach } from "./breach.ts";
import { foldItems } from "./fold-items.ts";
import type { ItemState } from "./job-state.ts";
import type { Verdict } from "./judge.ts";
import type { ItemsReader, Lifecycle } from "./lifecycle.ts";
import { readItems } from "./read-items.ts";
import type { Answer } from "./rule.ts";

/** The outputs of a job, and what they make of the verdict on it. */
export interface JudgedItems {
  readonly list: readonly ItemState[];
  readonly verdict: Verdict;
}

/** Items say how well it went; whether it is over is the job's own word, where it has one. */
export const judgeItems = (
  items: ItemsReader,
  { state, predicates }: Lifecycle,
  answer: Answer,
  verdict: Verdict,
  expectedItems?: number,
): JudgedItems | Breach => {
  const read = readItems(items, answer, predicates);
  if (isBreach(read)) return read;
  const itemsDecide = verdict.kind === "succeeded" || (state?.at === undefined && !verdict.rule);
  return { list: read.list, verdict: itemsDecide ? foldItems(read, verdict, items.none, expectedItems) : verdict };
};
