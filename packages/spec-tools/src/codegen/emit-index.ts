import type { ApiModel } from "./api-model.ts";
import { pascalCase } from "./names.ts";
import type { PackageTypes } from "./package-types.ts";

/** The package's index: each exported name. */
export const emitIndex = (api: ApiModel, types: PackageTypes): string => {
  const jobs = types.jobs.flatMap(({ phases: { prefix, items } }) => [
    ...["End", "Job", "State"].map((suffix) => prefix + suffix),
    ...(items.length === 0 ? [] : [`${prefix}Item`]),
  ]);
  const operations = types.operations.flatMap(({ input, parameters, output }) => [
    ...(input === undefined ? [] : [input.name]),
    ...(parameters === undefined ? [] : [parameters.name]),
    output.name,
  ]);
  const bodies = [...types.jobs.map(({ phases }) => `${phases.prefix}Bodies`), ...types.bodies.map(({ name }) => name)];
  return [
    `export { ${["type ApiError", "type CallOptions", "type ClientOptions", "isApiError", "type JobOptions", "type Started"].join(", ")} } from "@genwait/client-core";\n`,
    `export type { Departure, Failure, SavedJob } from "@genwait/lifecycle";\n`,
    `export { api, createClient } from "./generated/api.ts";\n`,
    exportLine(bodies, "./generated/bodies.ts"),
    exportLine([...jobs, ...operations, `${pascalCase(api.name)}Client`], "./generated/client.ts"),
    exportLine(
      types.schemas.map(({ name }) => name),
      "./generated/schema.ts",
    ),
  ].join("");
};

const exportLine = (names: readonly string[], module: string): string => {
  if (names.length === 0) return "";
  const sorted = names.toSorted();
  const line = `export type { ${sorted.join(", ")} } from "${module}";\n`;
  return line.length <= 121
    ? line
    : `export type {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "${module}";\n`;
};
