import type { ItemState } from "./job-state.ts";
import type { Verdict } from "./judge.ts";

/** What the items make of the whole job. Any pending → pending; too few → pending; all succeeded → succeeded; some → partial; none → failed. */
export const foldItems = (
  items: readonly ItemState[],
  none: "pending" | "failed",
  expectedItems: number = 0,
): Pick<Verdict, "kind" | "failure"> => {
  const { length } = items;
  if (!length) return { kind: none };
  if (length < expectedItems || items.some(({ phase }) => phase === "pending")) return { kind: "pending" };
  const failures = items.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (!first) return { kind: "succeeded" };
  if (failures.length < length) return { kind: "partial" };
  return {
    kind: "failed",
    failure: failures.every(({ kind }) => kind === first.kind) ? first : { ...first, kind: "error" },
  };
};
