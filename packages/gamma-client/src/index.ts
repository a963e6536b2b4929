// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
export { type ApiError, type CallOptions, type ClientOptions, isApiError, type JobOptions, type Started } from "@genwait/client-core";
export type { Departure, Failure, SavedJob } from "@genwait/lifecycle";
export { api, createClient } from "./generated/api.ts";
export type { GenerationBodies, GenerationFailed, GenerationPending, GenerationSucceeded } from "./generated/bodies.ts";
export type {
  CreateGenerationInput,
  CreateGenerationOutput,
  GammaClient,
  GenerationEnd,
  GenerationJob,
  GenerationState,
  GetGenerationStatusInput,
  GetGenerationStatusOutput,
} from "./generated/client.ts";
export type {
  CreateGenerationRequest,
  CreateGenerationResponse,
  CreditsResponse,
  ErrorResponse,
  GenerationStatus,
  GenerationStatusResponse,
} from "./generated/schema.ts";
