import type { ItemState } from "./job-state.ts";
import { type Breach, describe, judge, type Verdict } from "./judge.ts";
import type { ItemsReader } from "./lifecycle.ts";
import { failureKindOf, phaseOf } from "./phase.ts";
import { isAbsent, resolvePointer } from "./pointer.ts";
import { failureOf } from "./state-details.ts";
import type { ItemPhase } from "./x-job.ts";

export interface ReadItems {
  readonly is: "items";
  readonly list: readonly ItemState[];
  /** The first status that no phase of an item knows. */
  readonly unknownStatus?: ItemState["status"];
}

/** Every output of the job with its own state; none where the declaration has no items, or the answer is no 2xx. */
export const readItems = (items: ItemsReader | undefined, body: unknown, isGood: boolean): ReadItems | Breach => {
  if (items === undefined || !isGood) return noItems;
  const list = resolvePointer(body, items.at);
  if (isAbsent(list)) return breachOfPath(items.at, body) ?? noItems;
  if (!Array.isArray(list))
    return { is: "breach", pointer: items.at, expected: "a list of items", found: describe(list) };
  if (list.length === 0) return noItems;
  const states: ItemState[] = [];
  let unknownStatus: ItemState["status"] | undefined;
  for (const [index, item] of list.entries()) {
    const pointer = `${items.at}/${index}`;
    const verdict = judgeItem(items, item, pointer);
    if (verdict.is === "breach") return verdict;
    if (verdict.unknown) unknownStatus ??= verdict.status;
    states.push(itemState(items, item, verdict));
  }
  return { is: "items", list: states, ...(unknownStatus !== undefined && { unknownStatus }) };
};

// A job has most often no items while it is young: one shared list saves an allocation at every poll of every job.
const noItems: ReadItems = { is: "items", list: [] };

// An envelope that is missing or null on the way to the list is "nothing yet"; text or a number there is another document.
const breachOfPath = (pointer: string, body: unknown): Breach | undefined =>
  typeof body === "object" && body !== null && !Array.isArray(body)
    ? undefined
    : { is: "breach", pointer, expected: "a list of items", found: describe(body) };

const judgeItem = (items: ItemsReader, item: unknown, pointer: string): Verdict | Breach => {
  const verdict = judge(items.state, { status: 200, body: item });
  if (verdict.is === "unread") return { is: "breach", pointer, expected: "an item", found: describe(item) };
  if (verdict.is === "breach") return { ...verdict, pointer: pointer + verdict.pointer };
  const promised =
    verdict.kind === "succeeded" || verdict.kind === "failed" ? items.promised?.[verdict.kind] : undefined;
  const missing = promised?.find((promise) => isAbsent(resolvePointer(item, promise)));
  return missing === undefined
    ? verdict
    : { is: "breach", pointer: pointer + missing, expected: `a value once ${verdict.kind}`, found: "nothing" };
};

const itemState = (items: ItemsReader, item: unknown, verdict: Verdict): ItemState => {
  const id = items.id === undefined ? undefined : resolvePointer(item, items.id);
  const phase = itemPhase(verdict);
  return {
    ...((typeof id === "string" || typeof id === "number") && { id: String(id) }),
    phase,
    status: verdict.status,
    ...(phase === "failed" && {
      failure: {
        kind: failureKindOf(verdict.kind),
        status: verdict.status,
        ...failureOf(item, { ...items.failure, ...verdict.pointers }),
      },
    }),
    body: item,
  };
};

const itemPhase = (verdict: Verdict): ItemPhase => {
  const phase = phaseOf(verdict.kind);
  return phase === "partial" ? "succeeded" : phase;
};
