import { expectTypeOf } from "vitest";
import type { Job } from "./job.ts";
import type { JobResult, JobState, PendingState, SucceededState, WithItems } from "./job-state.ts";

type DeckState = PendingState<{ status: string }> | SucceededState<{ url: string }>;
type DeckResult = SucceededState<{ url: string }>;

declare const state: DeckState;

expectTypeOf(state.phase).toEqualTypeOf<"pending" | "succeeded">();
expectTypeOf<JobResult<DeckState>>().toEqualTypeOf<DeckResult>();

if (state.phase === "succeeded") expectTypeOf(state.body.url).toEqualTypeOf<string>();
// @ts-expect-error a pending body has no address
if (state.phase === "pending") void state.body.url;
// @ts-expect-error this job has no way to fail
if (state.phase === "failed") void state;
// @ts-expect-error a job without items has no list of them
void state.items;

expectTypeOf<WithItems<DeckResult>["items"][number]["phase"]>().toEqualTypeOf<"pending" | "succeeded" | "failed">();
expectTypeOf<JobState["phase"]>().toEqualTypeOf<"pending" | "succeeded" | "partial" | "failed">();

declare function wait<S extends { readonly phase: string }, R = JobResult<S>>(job: Job<S, R>): Promise<R>;
declare const job: Job<DeckState, DeckResult>;
declare const anyJob: Job;

expectTypeOf(wait(job)).toEqualTypeOf<Promise<DeckResult>>();
expectTypeOf(wait(anyJob)).toEqualTypeOf<Promise<JobResult>>();
