// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import { type ApiDescriptor, type ClientOptions, createApiClient } from "@genwait/client-core";
import { contains, status } from "@genwait/lifecycle/parts";

import type { GammaClient } from "./client.ts";
import { lifecycles } from "./lifecycles.ts";
import { operations } from "./operations.ts";

/**
 * Makes a client of the Gamma Public API.
 *
 * @throws TypeError for options that can never work, such as a base URL that is none.
 */
export function createClient(options?: ClientOptions): GammaClient {
  return createApiClient(api, options);
}

/** What the Gamma Public API is, as data; programs that know no API by name start here. */
export const api: ApiDescriptor<GammaClient> = {
  name: "gamma",
  title: "Gamma Public API",
  keyVariable: "GAMMA_API_KEY",
  baseUrl: "https://public-api.gamma.app",
  key: { in: "header", name: "X-API-KEY" },
  operations,
  jobs: { generation: { lifecycle: lifecycles.generation, operation: "getGenerationStatus", id: { name: "id" } } },
  defaultJob: "generation",
  errors: [{ when: [{ status: 403, at: "/message", contains: "credits" }], is: "insufficient-credits" }],
  predicates: { contains, status },
  createClient,
};
