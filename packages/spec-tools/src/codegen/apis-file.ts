import { propertyName, stringLiteral } from "../text/typescript-text.ts";
import { banner } from "./generated-package.ts";
import { packageName } from "./names.ts";

/** The CLI's table of APIs: each loaded only when it is asked for. */
export const emitApis = (apis: readonly string[]): string => {
  const entries = apis.toSorted().map((api) => {
    const name = stringLiteral(packageName(api));
    const document = stringLiteral(`${packageName(api)}/openapi.json`);
    return `  ${propertyName(api)}: {
    client: () => import(${name}),
    document: async () => (await import(${document}, { with: { type: "json" } })).default,
  },
`;
  });
  return `${banner({ command: "pnpm generate", source: "the folders of specs" })}import type { ApiDescription } from "@genwait/client-core";

/** How to load what belongs to an API. */
export interface ApiModules {
  readonly client: () => Promise<{ readonly api: ApiDescription }>;
  /** The merged OpenAPI document. */
  readonly document: () => Promise<unknown>;
}

/** The APIs that come with the CLI. */
export const apis: Readonly<Record<string, ApiModules>> = {
${entries.join("")}};
`;
};
