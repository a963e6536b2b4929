import type { JsonObject } from "../openapi/json.ts";
import { comment } from "../text/typescript-text.ts";
import { readApi } from "./api-model.ts";
import { refuseClashes } from "./clashes.ts";
import { emitClient } from "./client-file.ts";
import type { Fact } from "./facts.ts";
import { emitIndex } from "./index-file.ts";
import { jobTypesOf } from "./job-types.ts";
import { emitJobs } from "./jobs-file.ts";
import { emitLifecycles } from "./lifecycles-file.ts";
import { emitOperations } from "./operations-file.ts";
import { emitPackageJson, type PackagePlace } from "./package-json-file.ts";
import { emitReadme } from "./readme-file.ts";
import { resolverOf } from "../openapi/references.ts";
import { emitSchema, schemaTool, withoutDirectives } from "./schema-file.ts";
import { emitTypeTests } from "./type-tests-file.ts";

/** Files by their path in a folder. */
export type Files = ReadonlyMap<string, string>;

export interface PackageSource {
  readonly name: string;
  /** The merged document. */
  readonly document: JsonObject;
  readonly facts: readonly Fact[];
  readonly place: PackagePlace;
  readonly version: string;
}

/**
 * A whole client package, the same tree for every API; the same source gives the same bytes.
 *
 * @throws GenerateError when the document lacks what a client needs
 */
export const generatePackage = async ({
  name,
  document: merged,
  facts,
  place,
  version,
}: PackageSource): Promise<Files> => {
  const { specFolder, root } = place;
  const document = withoutDirectives(merged);
  const api = readApi({ name, document, place: specFolder });
  const resolve = resolverOf(document);
  const jobs = api.jobs.map((job) => jobTypesOf(job, resolve));
  refuseClashes(api, jobs, specFolder);
  const source = `${specFolder}/openapi.yaml and overlay.yaml`;
  const configuration = (file: string): string =>
    `${JSON.stringify({ extends: `${root}/.config/${file}` }, null, 2)}\n`;
  return new Map([
    ["README.md", emitReadme({ api, jobs, facts, source })],
    ["openapi.json", `${JSON.stringify(document, null, 2)}\n`],
    ["package.json", emitPackageJson(api, place, version)],
    ["src/generated/client.ts", `${banner(source)}${emitClient(api, jobs)}`],
    ["src/generated/jobs.ts", `${banner(source)}${emitJobs(jobs)}`],
    ["src/generated/lifecycles.ts", `${banner(source)}${emitLifecycles(api)}`],
    ["src/generated/operations.ts", `${banner(source)}${emitOperations(api)}`],
    // openapi-typescript's own banner and no other: its command writes the same bytes.
    ["src/generated/schema.ts", await emitSchema(document, specFolder)],
    ["src/generated/types.test-d.ts", `${banner(source)}${emitTypeTests(api, jobs)}`],
    [
      "src/index.ts",
      `${banner(source, `src/generated/schema.ts is ${schemaTool}, of openapi.json.`)}${emitIndex(api, jobs)}`,
    ],
    ["tsconfig.build.json", configuration("tsconfig.build.json")],
    ["tsconfig.json", configuration("tsconfig.json")],
  ]);
};

/** The first lines of a generated file: who made it of what, and how to make it again. */
export const banner = (source: string, more = ""): string =>
  comment(
    [`Made by \`pnpm generate\` from ${source}. Do not edit: change the overlay and generate again.`, more]
      .filter((line) => line !== "")
      .join("\n"),
  ).replace("/**", "/*");
