/* Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { ApiDescription, Client, ClientOptions, JobOptions, Started, StartInit } from "@genwait/client-core";
import { createApiClient } from "@genwait/client-core/runtime";
import type { SavedJob } from "@genwait/lifecycle";

import type { GenerationJob } from "./jobs.ts";
import { generationLifecycle } from "./lifecycles.ts";
import { apiOperations } from "./operations.ts";
import type { components, operations, paths } from "./schema.ts";

/** What createGeneration takes. */
export type StartGenerationBody = components["schemas"]["CreateGenerationRequest"];

/** What createGeneration responds with. */
export type StartGenerationResponse = components["schemas"]["CreateGenerationResponse"];

/** A client of the Gamma Public API: openapi-fetch's, with its jobs. */
export interface GammaClient extends Client<paths> {
  /** The name of the API, as its jobs tell it. */
  readonly api: string;
  /** The name of the account that the client was given: its jobs are told apart by it. */
  readonly account?: string;
  /**
   * Create a generation
   *
   * Calls createGeneration, once and never again by itself, and gives the job that it started.
   */
  startGeneration(
    body: StartGenerationBody,
    init?: StartInit<operations["createGeneration"]>,
  ): Promise<Started<GenerationJob, StartGenerationResponse>>;
  /** A generation job by its id; sends nothing. Its polls call getGenerationStatus. */
  generation(id: string, options?: JobOptions): GenerationJob;
  /** The job that `JSON.stringify(job)` wrote, perhaps in another process; sends nothing. */
  resume(saved: SavedJob): GenerationJob;
}

/**
 * Makes a client of the Gamma Public API.
 *
 * @throws TypeError for options that can never work, such as a base URL that is none.
 */
export function createClient(options?: ClientOptions): GammaClient {
  return createApiClient(api, options);
}

/** The Gamma Public API as data; programs that know no API by name start here. */
export const api: ApiDescription<GammaClient> = {
  name: "gamma",
  title: "Gamma Public API",
  keyVariable: "GAMMA_API_KEY",
  baseUrl: "https://public-api.gamma.app",
  key: { in: "header", name: "X-API-KEY" },
  requestIdHeader: "x-request-id",
  operations: apiOperations,
  jobs: [
    {
      name: "generation",
      lifecycle: generationLifecycle,
      status: { operation: "getGenerationStatus", parameters: [{ name: "id", in: "path", from: "$job.id" }] },
    },
  ],
  defaultJob: "generation",
  errors: [{ when: [{ status: 403, at: "/message", contains: "credits" }], is: "insufficient-credits" }],
  createClient,
};
