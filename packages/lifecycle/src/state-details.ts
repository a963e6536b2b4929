import type { Failure } from "./job-state.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { resolvePointer } from "./pointer.ts";
import type { XFailure } from "./x-job.ts";

/** What the service says about a failure, where the declaration says it stands. */
export const failureOf = (body: unknown, pointers: XFailure): Pick<Failure, "message" | "code"> => {
  const message = pointers.message === undefined ? undefined : resolvePointer(body, pointers.message);
  const code = pointers.code === undefined ? undefined : resolvePointer(body, pointers.code);
  return {
    ...(typeof message === "string" && message !== "" && { message }),
    ...((typeof code === "string" || typeof code === "number") && { code }),
  };
};

/** How far a pending job is, by its own account. */
export const stageOf = (
  { stage, progress }: Lifecycle,
  body: unknown,
): { readonly stage?: string; readonly progress?: number } => {
  const word = stage === undefined ? undefined : resolvePointer(body, stage.at);
  const amount = progress === undefined ? undefined : resolvePointer(body, progress.at);
  const share = typeof amount === "number" && progress !== undefined ? amount / progress.of : Number.NaN;
  // Services report -1 for "not yet known", and 101 now and then: neither is a share.
  const isShare = share >= 0 && share <= 1;
  return { ...(typeof word === "string" && { stage: word }), ...(isShare && { progress: share }) };
};
