/*
 * Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
 * src/generated/schema.ts is openapi-typescript 7.13.0, without flags, of openapi.json.
 */
export { type ApiError, type ClientOptions, isApiError } from "@genwait/client-core";
export type { Failure, SavedJob, SchemaMismatch } from "@genwait/lifecycle";
export {
  api,
  createClient,
  type GammaClient,
  type StartGenerationBody,
  type StartGenerationResponse,
} from "./generated/client.ts";
export type {
  GenerationFailed,
  GenerationJob,
  GenerationPending,
  GenerationResult,
  GenerationState,
  GenerationSucceeded,
} from "./generated/jobs.ts";
export type { components, operations, paths } from "./generated/schema.ts";
