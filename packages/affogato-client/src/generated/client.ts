// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { ApiClient, CallOptions, JobOptions, Started } from "@genwait/client-core";
import type { EndState, FailedItemState, ItemState, Job, JobState, SavedJob } from "@genwait/lifecycle";

import type {
  GenerationBodies,
  GenerationItemFailed,
  GenerationItemPending,
  GenerationItemSucceeded,
  GenerationStatusBodies,
  GenerationStatusItemFailed,
  GenerationStatusItemPending,
  GenerationStatusItemSucceeded,
} from "./bodies.ts";
import type {
  CreateGenerationRequest,
  CreateGenerationResponse,
  GenerationResponse,
  GenerationStatusSuccessResponse,
} from "./schema.ts";

/** One output of a generationStatus job: told apart by `phase`. */
export type GenerationStatusItem =
  | ItemState<GenerationStatusItemPending, "pending">
  | ItemState<GenerationStatusItemSucceeded, "succeeded">
  | FailedItemState<GenerationStatusItemFailed>;

/** What an answer says about a generationStatus job: told apart by `phase`. */
export type GenerationStatusState = JobState<GenerationStatusBodies, GenerationStatusItem>;

/** How a generationStatus job ended. */
export type GenerationStatusEnd = EndState<GenerationStatusState>;

/** A generationStatus job, for a poller to wait for. */
export type GenerationStatusJob = Job<GenerationStatusState>;

/** One output of a generation job: told apart by `phase`. */
export type GenerationItem =
  | ItemState<GenerationItemPending, "pending">
  | ItemState<GenerationItemSucceeded, "succeeded">
  | FailedItemState<GenerationItemFailed>;

/** What an answer says about a generation job: told apart by `phase`. */
export type GenerationState = JobState<GenerationBodies, GenerationItem>;

/** How a generation job ended. */
export type GenerationEnd = EndState<GenerationState>;

/** A generation job, for a poller to wait for. */
export type GenerationJob = Job<GenerationState>;

/** What getGenerationStatus takes. */
export interface GetGenerationStatusInput {
  /** The id of the generation */
  generation_id: string;
}

/** What getGenerationStatus gives. */
export type GetGenerationStatusOutput = GenerationStatusSuccessResponse;

/** What getGeneration takes. */
export interface GetGenerationInput {
  /** The id of the generation */
  generation_id: string;
}

/** What getGeneration gives. */
export type GetGenerationOutput = GenerationResponse;

/** What createGeneration takes. */
export type CreateGenerationInput = CreateGenerationRequest;

/** What createGeneration gives. */
export type CreateGenerationOutput = CreateGenerationResponse;

/** A client of the Affogato API. */
export interface AffogatoClient extends ApiClient {
  /**
   * Generation Status
   *
   * The generation status endpoint lets users check the status of a generation using its id.
   *
   * @deprecated
   */
  getGenerationStatus(input: GetGenerationStatusInput, options?: CallOptions): Promise<GetGenerationStatusOutput>;
  /**
   * Get Generation
   *
   * One generation with all its media, each with its own status.
   */
  getGeneration(input: GetGenerationInput, options?: CallOptions): Promise<GetGenerationOutput>;
  /**
   * Create a generation
   *
   * Starts one or more jobs under one generation id. Every call starts new, paid work.
   */
  createGeneration(input: CreateGenerationInput, options?: CallOptions): Promise<CreateGenerationOutput>;
  /** Calls {@link createGeneration}, once and never again by itself, and gives the job that it started. */
  startGeneration(input: CreateGenerationInput, options?: CallOptions): Promise<Started<GenerationJob, CreateGenerationOutput>>;
  /**
   * A generationStatus job by its id; sends nothing. It is read by {@link getGenerationStatus}.
   *
   * @deprecated
   */
  generationStatus(id: string, options?: JobOptions): GenerationStatusJob;
  /** A generation job by its id; sends nothing. It is read by {@link getGeneration}. */
  generation(id: string, options?: JobOptions): GenerationJob;
  /** The job that `JSON.stringify(job)` wrote, perhaps in another process. */
  resume(saved: SavedJob): GenerationStatusJob | GenerationJob;
}
