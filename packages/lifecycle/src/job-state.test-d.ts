import { expectTypeOf } from "vitest";
import type { EndState, JobState } from "./job-state.ts";

interface Bodies {
  pending: { status: string };
  succeeded: { url: string };
}

declare const state: JobState<Bodies>;

expectTypeOf(state.phase).toEqualTypeOf<"pending" | "succeeded">();
expectTypeOf<EndState<JobState<Bodies>>["phase"]>().toEqualTypeOf<"succeeded">();

if (state.phase === "succeeded") expectTypeOf(state.body.url).toEqualTypeOf<string>();
// @ts-expect-error a pending body promises no address
if (state.phase === "pending") void state.body.url;
// @ts-expect-error this job has no way to fail
if (state.phase === "failed") void state;

expectTypeOf<JobState["phase"]>().toEqualTypeOf<"pending" | "succeeded" | "partial" | "failed">();
