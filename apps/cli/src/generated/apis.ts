/* Made by `pnpm generate` from the folders of specs. Do not edit: change the overlay and generate again. */
import type { ApiDescription } from "@genwait/client-core";

/** How to load what belongs to an API. */
export interface ApiModules {
  readonly client: () => Promise<{ readonly api: ApiDescription }>;
  /** The merged OpenAPI document. */
  readonly document: () => Promise<unknown>;
}

/** The APIs that come with the CLI. */
export const apis: Readonly<Record<string, ApiModules>> = {
  affogato: {
    client: () => import("@genwait/affogato-client"),
    document: async () => (await import("@genwait/affogato-client/openapi.json", { with: { type: "json" } })).default,
  },
  gamma: {
    client: () => import("@genwait/gamma-client"),
    document: async () => (await import("@genwait/gamma-client/openapi.json", { with: { type: "json" } })).default,
  },
};
