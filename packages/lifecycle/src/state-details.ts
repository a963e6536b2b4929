import { isId } from "./is-id.ts";
import type { Failure } from "./job-state.ts";
import type { Verdict } from "./judge.ts";
import type { LifecycleReader } from "./lifecycle.ts";
import { failureKindOf } from "./phase.ts";
import { resolvePointer } from "./pointer.ts";
import type { XFailure } from "./x-job.ts";

/** Why there is no result; a rule that decided knows better than the declaration where the service says so. */
export const failureOf = (
  { kind, status, failure, rule }: Verdict,
  pointers: XFailure | undefined,
  body: unknown,
): Failure => ({ kind: failureKindOf(kind), status, ...failure, ...reasonAt({ ...pointers, ...rule }, body) });

/** What the service says about a failure, where the declaration says it stands. */
export const reasonAt = (pointers: XFailure, body: unknown): Pick<Failure, "message" | "code"> => {
  const message = resolvePointer(body, pointers.message);
  const code = resolvePointer(body, pointers.code);
  return { ...(typeof message === "string" && message && { message }), ...(isId(code) && { code }) };
};

/** How far a pending job is, by its own account. */
export const stageOf = (
  { stage, progress }: LifecycleReader,
  body: unknown,
): { readonly stage?: string; readonly progress?: number } => {
  const word = resolvePointer(body, stage?.at);
  const amount = resolvePointer(body, progress?.at);
  // Services report -1 for "not yet known", and 101 now and then: neither is a share.
  const share = typeof amount === "number" && progress ? amount / progress.of : -1;
  return {
    ...(typeof word === "string" && { stage: word }),
    ...(share >= 0 && share <= 1 && { progress: share }),
  };
};
