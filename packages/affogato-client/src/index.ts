// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
export { type ApiError, type CallOptions, type ClientOptions, isApiError, type JobOptions, type Started } from "@genwait/client-core";
export type { Departure, Failure, SavedJob } from "@genwait/lifecycle";
export { api, createClient } from "./generated/api.ts";
export type {
  GenerationBodies,
  GenerationFailed,
  GenerationItemFailed,
  GenerationItemPending,
  GenerationItemSucceeded,
  GenerationPartial,
  GenerationPending,
  GenerationStatusBodies,
  GenerationStatusFailed,
  GenerationStatusItemFailed,
  GenerationStatusItemPending,
  GenerationStatusItemSucceeded,
  GenerationStatusPartial,
  GenerationStatusPending,
  GenerationStatusSucceeded,
  GenerationSucceeded,
} from "./generated/bodies.ts";
export type {
  AffogatoClient,
  CreateGenerationInput,
  CreateGenerationOutput,
  GenerationEnd,
  GenerationItem,
  GenerationJob,
  GenerationState,
  GenerationStatusEnd,
  GenerationStatusItem,
  GenerationStatusJob,
  GenerationStatusState,
  GetGenerationInput,
  GetGenerationOutput,
  GetGenerationStatusInput,
  GetGenerationStatusOutput,
} from "./generated/client.ts";
export type {
  CreateGenerationRequest,
  CreateGenerationResponse,
  CreatedGeneration,
  CreatedMedia,
  Generation,
  GenerationJobSchema,
  GenerationResponse,
  GenerationStatus,
  GenerationStatusSuccessResponse,
  Media,
  Pagination,
} from "./generated/schema.ts";
