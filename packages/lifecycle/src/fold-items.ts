import type { Verdict } from "./judge.ts";
import type { ReadItems } from "./read-items.ts";

export interface FoldOptions {
  readonly none: "pending" | "failed";
  /** Fewer items than this are still pending. */
  readonly expectedItems?: number | undefined;
}

/** A verdict on the whole job, drawn from its items. Any pending → pending; too few → pending; all succeeded → succeeded; some → partial; none → failed. */
export const foldItems = ({ list, unknownStatus }: ReadItems, job: Verdict, options: FoldOptions): Verdict => {
  if (list.length === 0) return { ...job, kind: options.none };
  const isShort = list.length < (options.expectedItems ?? 0);
  if (isShort || list.some((item) => item.phase === "pending")) {
    return { ...job, kind: "pending", ...(unknownStatus !== undefined && { status: unknownStatus, unknown: true }) };
  }
  const failures = list.flatMap((item) => item.failure ?? []);
  const [first] = failures;
  if (first === undefined) return { ...job, kind: "succeeded" };
  if (failures.length < list.length) return { ...job, kind: "partial" };
  const failureKind = failures.every((failure) => failure.kind === first.kind) ? first.kind : "error";
  const { message, code } = first;
  const details = { ...(message !== undefined && { message }), ...(code !== undefined && { code }) };
  return { ...job, kind: "failed", status: first.status, failureKind, details };
};
