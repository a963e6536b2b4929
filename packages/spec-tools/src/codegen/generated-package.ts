import type { JsonObject } from "../openapi/json.ts";
import { comment } from "../text/typescript-text.ts";
import { type ApiModel, readApi } from "./api-model.ts";
import { refuseClashes } from "./clashes.ts";
import { emitClient } from "./client-file.ts";
import type { Fact } from "./facts.ts";
import { emitIndex } from "./index-file.ts";
import { type JobTypes, jobTypesOf } from "./job-types.ts";
import { emitJobs } from "./jobs-file.ts";
import { emitLifecycles } from "./lifecycles-file.ts";
import { emitOperations } from "./operations-file.ts";
import { emitPackageJson, type PackagePlace } from "./package-json-file.ts";
import { emitReadme } from "./readme-file.ts";
import { resolverOf } from "../openapi/references.ts";
import { emitSchema, schemaTool, typedDocument } from "./schema-file.ts";
import { emitTypeTests } from "./type-tests-file.ts";

/** Files by their path in a folder. */
export type Files = ReadonlyMap<string, string>;

/** A client to be made, wherever it goes. */
export interface ClientSource {
  readonly name: string;
  /** The merged document. */
  readonly document: JsonObject;
  /** What messages call the document, such as `specs/<name>`. */
  readonly place: string;
  /** What it was made from and by which command, as the first line of each file says. */
  readonly madeFrom: MadeFrom;
  /** Makes the types of the schema. @default in this process */
  readonly typesOf?: typeof emitSchema;
}

/** Who makes a file again, and of what. */
export interface MadeFrom {
  readonly command: string;
  readonly source: string;
}

/** A client as the modules that make it up. */
export interface ClientModules {
  readonly api: ApiModel;
  readonly jobs: readonly JobTypes[];
  /** As the schema's types were made from it. */
  readonly document: JsonObject;
  /** By their name; they import one another as neighbours. */
  readonly modules: Files;
}

/**
 * The modules of a client, without a package around them; the same source gives the same bytes.
 *
 * @throws GenerateError when the document lacks what a client needs
 */
export const clientModules = async ({
  name,
  document: merged,
  place,
  madeFrom,
  typesOf = emitSchema,
}: ClientSource): Promise<ClientModules> => {
  const document = typedDocument(merged);
  const api = readApi({ name, document, place });
  const resolve = resolverOf(document);
  const jobs = api.jobs.map((job) => jobTypesOf(job, resolve));
  refuseClashes(api, jobs, place);
  const head = banner(madeFrom);
  const modules = new Map([
    ["client.ts", `${head}${emitClient(api, jobs)}`],
    ["jobs.ts", `${head}${emitJobs(jobs)}`],
    ["lifecycles.ts", `${head}${emitLifecycles(api)}`],
    ["operations.ts", `${head}${emitOperations(api)}`],
    // openapi-typescript's own banner and no other: its command writes the same bytes.
    ["schema.ts", await typesOf(document, place)],
  ]);
  return { api, jobs, document, modules };
};

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
  const source = `${specFolder}/openapi.yaml and overlay.yaml`;
  const madeFrom = { command: "pnpm generate", source };
  const { api, jobs, document, modules } = await clientModules({ name, document: merged, place: specFolder, madeFrom });
  const configuration = (file: string): string =>
    `${JSON.stringify({ extends: `${root}/.config/${file}` }, null, 2)}\n`;
  const schema = `src/generated/schema.ts is ${schemaTool}, of openapi.json.`;
  return new Map([
    ["README.md", emitReadme({ api, jobs, facts, source })],
    ["openapi.json", documentText(document)],
    ["package.json", emitPackageJson(api, place, version)],
    ...[...modules].map(([file, text]) => [`src/generated/${file}`, text] as const),
    ["src/generated/types.test-d.ts", `${banner(madeFrom)}${emitTypeTests(api, jobs)}`],
    ["src/index.ts", `${banner(madeFrom, schema)}${emitIndex(api, jobs, "./generated")}`],
    ["tsconfig.build.json", configuration("tsconfig.build.json")],
    ["tsconfig.json", configuration("tsconfig.json")],
  ]);
};

/** The document that a client was made of, as it stands beside it. */
export const documentText = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;

/** The first lines of a generated file: who made it of what, and how to make it again. */
export const banner = ({ command, source }: MadeFrom, more = ""): string =>
  comment(
    [`Made by \`${command}\` from ${source}. Do not edit: change the overlay and generate again.`, more]
      .filter((line) => line !== "")
      .join("\n"),
  ).replace("/**", "/*");
