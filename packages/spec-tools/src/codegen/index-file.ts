import { identifier, moduleLine } from "../text/typescript-text.ts";
import type { ApiModel } from "./api-model.ts";
import { startsOf } from "./client-file.ts";
import type { JobTypes } from "./job-types.ts";
import { clientName } from "./names.ts";

/** What the package's own modules export, by module. */
export interface ExportedTypes {
  readonly client: readonly string[];
  readonly jobs: readonly string[];
}

/** The names of the types that a package exports beside openapi-typescript's. */
export const exportedTypes = (api: ApiModel, jobs: readonly JobTypes[]): ExportedTypes => ({
  client: [
    clientName(api.name),
    ...startsOf(api, jobs).flatMap(({ bodyName, responseName }) => [
      ...(bodyName === undefined ? [] : [bodyName]),
      responseName,
    ]),
  ],
  jobs: jobs.flatMap(({ prefix, phases, items, output }) => [
    ...(output === undefined ? [] : [output.name]),
    ...phases.map(({ name }) => name),
    ...items.map(({ name }) => name),
    ...(items.length === 0 ? [] : [`${prefix}Item`]),
    ...["State", "Result", "Job"].map((suffix) => prefix + suffix),
  ]),
});

/** `index.ts`: every exported name of the modules in a folder beside it. */
export const emitIndex = (api: ApiModel, jobs: readonly JobTypes[], folder: string): string => {
  const own = exportedTypes(api, jobs);
  return [
    moduleLine("export", ["type ApiError", "type ClientOptions", "isApiError"], "@genwait/client-core"),
    moduleLine("export type", ["Failure", "SavedJob", "SchemaMismatch"], "@genwait/lifecycle"),
    moduleLine(
      "export",
      ["api", "createClient", ...own.client.toSorted().map((name) => `type ${name}`)],
      `${folder}/client.ts`,
    ),
    moduleLine("export type", own.jobs.toSorted(), `${folder}/jobs.ts`),
    moduleLine("export type", ["components", "operations", "paths"], `${folder}/schema.ts`),
  ].join("");
};

/** The same for a document without jobs: openapi-fetch's client over its types. */
export const emitPlainIndex = (name: string, folder: string): string =>
  [
    moduleLine("import type", ["Client"], "@genwait/client-core"),
    "\n",
    moduleLine("import type", ["paths"], `${folder}/schema.ts`),
    "\n",
    moduleLine("export type", ["components", "operations", "paths"], `${folder}/schema.ts`),
    "\n",
    `export interface ${identifier(clientName(name))} extends Client<paths> {}\n`,
  ].join("");
