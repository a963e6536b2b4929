import type { Verdict } from "./judge.ts";
import type { ReadItems } from "./read-items.ts";

/** A verdict on the whole job, drawn from its items. Any pending → pending; too few → pending; all succeeded → succeeded; some → partial; none → failed. */
export const foldItems = (
  { list, unknownStatus }: ReadItems,
  job: Verdict,
  none: "pending" | "failed",
  expectedItems: number = 0,
): Verdict => {
  if (list.length === 0) return { ...job, kind: none };
  if (list.length < expectedItems || list.some(({ phase }) => phase === "pending")) {
    return { ...job, kind: "pending", unknownStatus };
  }
  const failures = list.flatMap(({ failure }) => failure ?? []);
  const [first] = failures;
  if (!first) return { ...job, kind: "succeeded" };
  if (failures.length < list.length) return { ...job, kind: "partial" };
  const kind = failures.every((failure) => failure.kind === first.kind) ? first.kind : "error";
  return { ...job, kind: "failed", failure: { ...first, kind } };
};
