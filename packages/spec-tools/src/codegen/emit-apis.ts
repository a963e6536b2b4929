import { banner } from "./banner.ts";
import { packageName } from "./emit-package-json.ts";
import { isIdentifier } from "./names.ts";

/** The CLI's table of APIs: each loaded only when it is asked for. */
export const emitApis = (apis: readonly string[]): string => {
  const entries = apis.toSorted().map((api) => {
    const key = isIdentifier(api) ? api : JSON.stringify(api);
    return `  ${key}: {
    client: () => import("${packageName(api)}"),
    document: async () => (await import("${packageName(api)}/openapi.json", { with: { type: "json" } })).default,
  },
`;
  });
  return `${banner("the folders of specs")}import type { ApiDescriptor } from "@genwait/client-core";

/** How to load what belongs to an API. */
export interface ApiModules {
  readonly client: () => Promise<{ readonly api: ApiDescriptor }>;
  /** The merged OpenAPI document. */
  readonly document: () => Promise<unknown>;
}

/** The APIs that come with the CLI. */
export const apis: Readonly<Record<string, ApiModules>> = {
${entries.join("")}};
`;
};
