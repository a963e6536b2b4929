// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { ApiClient, CallOptions, JobOptions, Started } from "@genwait/client-core";
import type { EndState, Job, JobState, SavedJob } from "@genwait/lifecycle";

import type { GenerationBodies } from "./bodies.ts";
import type { CreateGenerationRequest, CreateGenerationResponse, GenerationStatusResponse } from "./schema.ts";

/** What an answer says about a generation job: told apart by `phase`. */
export type GenerationState = JobState<GenerationBodies>;

/** How a generation job ended. */
export type GenerationEnd = EndState<GenerationState>;

/** A generation job, for a poller to wait for. */
export type GenerationJob = Job<GenerationState>;

/** What getGenerationStatus takes. */
export interface GetGenerationStatusInput {
  /** The unique generation ID returned from the create endpoint */
  id: string;
}

/** What getGenerationStatus gives. */
export type GetGenerationStatusOutput = GenerationStatusResponse;

/** What createGeneration takes. */
export type CreateGenerationInput = CreateGenerationRequest;

/** What createGeneration gives. */
export type CreateGenerationOutput = CreateGenerationResponse;

/** A client of the Gamma Public API. */
export interface GammaClient extends ApiClient {
  /**
   * Get generation status
   *
   * Retrieves the current status of a generation job. Poll this endpoint until status is "completed" or "failed". See [Async Patterns and Polling](/overview/async-patterns-and-polling) for full polling implementations.
   */
  getGenerationStatus(input: GetGenerationStatusInput, options?: CallOptions): Promise<GetGenerationStatusOutput>;
  /**
   * Create a generation
   *
   * Starts a generation and answers at once with its id. Every call starts a new, paid generation.
   */
  createGeneration(input: CreateGenerationInput, options?: CallOptions): Promise<CreateGenerationOutput>;
  /** Calls {@link createGeneration}, once and never again by itself, and gives the job that it started. */
  startGeneration(input: CreateGenerationInput, options?: CallOptions): Promise<Started<GenerationJob, CreateGenerationOutput>>;
  /** A generation job by its id; sends nothing. It is read by {@link getGenerationStatus}. */
  generation(id: string, options?: JobOptions): GenerationJob;
  /** The job that `JSON.stringify(job)` wrote, perhaps in another process. */
  resume(saved: SavedJob): GenerationJob;
}
