// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import { type ApiDescriptor, type ClientOptions, createApiClient } from "@genwait/client-core";

import type { AffogatoClient } from "./client.ts";
import { lifecycles } from "./lifecycles.ts";
import { operations } from "./operations.ts";

/**
 * Makes a client of the Affogato API.
 *
 * @throws TypeError for options that can never work, such as a base URL that is none.
 */
export function createClient(options?: ClientOptions): AffogatoClient {
  return createApiClient(api, options);
}

/** What the Affogato API is, as data; programs that know no API by name start here. */
export const api: ApiDescriptor<AffogatoClient> = {
  name: "affogato",
  title: "Affogato API",
  keyVariable: "AFFOGATO_API_KEY",
  baseUrl: "https://api.rendernet.ai",
  key: { in: "header", name: "X-API-KEY" },
  operations,
  jobs: {
    generationStatus: {
      lifecycle: lifecycles.generationStatus,
      operation: "getGenerationStatus",
      id: { name: "generation_id" },
      deprecated: true,
    },
    generation: { lifecycle: lifecycles.generation, operation: "getGeneration", id: { name: "generation_id" } },
  },
  defaultJob: "generation",
  createClient,
};
