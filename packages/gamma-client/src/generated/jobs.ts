/* Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { Refine } from "@genwait/client-core";
import type { FailedState, Job, PendingState, SucceededState } from "@genwait/lifecycle";

import type { components } from "./schema.ts";

/** The body of a response about a generation job that goes on. */
export type GenerationPending = Refine<
  components["schemas"]["GenerationStatusResponse"],
  { status: "pending" | (string & {}) }
>;

/** The body of a response about a generation job that has succeeded. */
export type GenerationSucceeded = Refine<
  components["schemas"]["GenerationStatusResponse"],
  { gammaUrl: string; status: "completed" }
>;

/** The body of a response about a generation job that has failed. */
export type GenerationFailed = Refine<components["schemas"]["GenerationStatusResponse"], { status: "failed" }>;

/** What a response says about a generation job; told apart by `phase`. */
export type GenerationState =
  | PendingState<GenerationPending>
  | SucceededState<GenerationSucceeded>
  | FailedState<GenerationFailed>;

/** How a generation job ended; told apart by `phase`. */
export type GenerationResult =
  | SucceededState<GenerationSucceeded>
  | FailedState<GenerationFailed>;

/** A generation job, for a poller to wait for. */
export type GenerationJob = Job<GenerationState, GenerationResult>;
