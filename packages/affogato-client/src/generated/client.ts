/* Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { ApiDescription, Client, ClientOptions, JobOptions, Started, StartInit } from "@genwait/client-core";
import { createApiClient } from "@genwait/client-core/runtime";
import type { SavedJob } from "@genwait/lifecycle";

import type { GenerationStatusJob, GenerationJob } from "./jobs.ts";
import { generationStatusLifecycle, generationLifecycle } from "./lifecycles.ts";
import { apiOperations } from "./operations.ts";
import type { components, operations, paths } from "./schema.ts";

/** What createGeneration takes. */
export type StartGenerationBody = components["schemas"]["CreateGenerationRequest"];

/** What createGeneration responds with. */
export type StartGenerationResponse = components["schemas"]["CreateGenerationResponse"];

/** A client of the Affogato API: openapi-fetch's, with its jobs. */
export interface AffogatoClient extends Client<paths> {
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
  /**
   * A generationStatus job by its id; sends nothing. Its polls call getGenerationStatus.
   *
   * @deprecated
   */
  generationStatus(id: string, options?: JobOptions): GenerationStatusJob;
  /** A generation job by its id; sends nothing. Its polls call getGeneration. */
  generation(id: string, options?: JobOptions): GenerationJob;
  /** The job that `JSON.stringify(job)` wrote, perhaps in another process; sends nothing. */
  resume(saved: SavedJob): GenerationStatusJob | GenerationJob;
}

/**
 * Makes a client of the Affogato API.
 *
 * @throws TypeError for options that can never work, such as a base URL that is none.
 */
export function createClient(options?: ClientOptions): AffogatoClient {
  return createApiClient(api, options);
}

/** The Affogato API as data; programs that know no API by name start here. */
export const api: ApiDescription<AffogatoClient> = {
  name: "affogato",
  title: "Affogato API",
  keyVariable: "AFFOGATO_API_KEY",
  baseUrl: "https://api.rendernet.ai",
  key: { in: "header", name: "X-API-KEY" },
  operations: apiOperations,
  jobs: [
    {
      name: "generationStatus",
      lifecycle: generationStatusLifecycle,
      status: {
        operation: "getGenerationStatus",
        parameters: [{ name: "generation_id", in: "path", from: "$job.id" }],
      },
      deprecated: true,
    },
    {
      name: "generation",
      lifecycle: generationLifecycle,
      status: { operation: "getGeneration", parameters: [{ name: "generation_id", in: "path", from: "$job.id" }] },
    },
  ],
  defaultJob: "generation",
  createClient,
};
