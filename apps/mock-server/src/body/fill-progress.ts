import { resolvePointer, type XJob } from "@genwait/lifecycle";

import { setAt } from "../edit-pointer.ts";
import { type Draft, putIn, takeOut } from "./draft.ts";
import type { ResponseSpec } from "./response-spec.ts";

/** Says how far the job is, where the declaration has a place for it: nothing of it stays after a failure. */
export const fillProgress = (draft: Draft, declaration: XJob, { kind, stage }: ResponseSpec): void => {
  const { progress, state } = declaration;
  const at = declaration.stage?.at;
  if (at !== undefined && at !== state?.at) {
    if (kind === "pending" && stage !== undefined) draft.body = setAt(draft.body, at, stage);
    else if (kind !== "pending") fillLast(draft, at, declaration.stage?.order?.at(-1));
  }
  if (progress === undefined) return;
  const isGood = kind === "succeeded" || kind === "partial";
  if (kind === "pending") draft.body = setAt(draft.body, progress.at, 0);
  else if (isGood && resolvePointer(draft.body, progress.at) !== undefined)
    draft.body = setAt(draft.body, progress.at, progress.of);
  else takeOut(draft, progress.at);
};

/** Gives what is told beside the phase its place: a queue and logs while there are some, moments once a job is over. */
export const fillDetails = (draft: Draft, { queue, logs, expires }: XJob, { kind, queued }: ResponseSpec): void => {
  const isGood = kind === "succeeded" || kind === "partial";
  const has = (at: string | undefined, wanted: boolean): void => {
    if (at === undefined) return;
    if (wanted) putIn(draft, at);
    else takeOut(draft, at);
  };
  has(queue?.at, queued === true);
  has(logs?.at, true);
  has(expires?.from, kind !== "pending");
  has(expires?.at, isGood);
};

// An ended job has no stage any more; where the schema demands one, it is the last it had.
const fillLast = (draft: Draft, at: string, last: string | undefined): void => {
  const before = resolvePointer(draft.body, at);
  takeOut(draft, at);
  if (resolvePointer(draft.body, at) !== undefined) draft.body = setAt(draft.body, at, last ?? before);
};
