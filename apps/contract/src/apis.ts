import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type AnyClient,
  type ApiDescription,
  type ApiJob,
  type ApiOperation,
  type CallInit,
  jobOf,
  type JobOptions,
  type ResponseValidator,
  type Started,
  startJob,
} from "@genwait/client-core";
import { createValidator } from "@genwait/client-core/validate";
import { isRecord, type Job, type JobParameters, type Lifecycle, type XJob } from "@genwait/lifecycle";
import { readResponses, type ResponseCase } from "@genwait/spec-tools";
import { type JsonObject, need, sourceOf } from "./document.ts";
import { demandedParameters, exampleOfRequest } from "./operation-examples.ts";
import { rootFolder } from "./root-folder.ts";

/** An API as the suite sees it: what was generated, and what a person wrote down about its responses. */
export interface ContractApi {
  readonly name: string;
  /** Of `openapi.yaml`, `overlay.yaml` and `responses.yaml`. */
  readonly specFolder: string;
  /** Of the generated package. */
  readonly clientFolder: string;
  /** The arguments that make the CLI take it: its name, or `--client` and the folder. */
  readonly cliArguments: readonly string[];
  readonly description: ApiDescription;
  /** The merged document that the package ships. */
  readonly document: JsonObject;
  /** Checks whole responses against the document's schemas. */
  readonly validate: ResponseValidator;
  readonly jobs: readonly ContractJob[];
}

/** One job of an API. */
export interface ContractJob {
  readonly name: string;
  /** `<api> <job>`, for titles. */
  readonly title: string;
  readonly declaration: XJob;
  /** The job as its client knows it. */
  readonly description: ApiJob;
  readonly lifecycle: Lifecycle;
  /** What a job made by hand is given beside its id: as the document shows it. */
  readonly given: JobParameters;
  /** Reports on the job. */
  readonly operation: ApiOperation;
  /** Realistic responses, each with what it means: the expected results that a person wrote. */
  readonly responses: readonly ResponseCase[];
  /** Starts one; absent where no Link leads here. */
  readonly create?: ContractCreate;
  /** Everything that starts one. */
  readonly creates: readonly ContractCreate[];
}

export interface ContractCreate {
  readonly operation: ApiOperation;
  /** What it needs beside its body. */
  readonly init: CallInit & Readonly<Record<string, unknown>>;
  /** All that the document has examples for. */
  readonly input: unknown;
  /** Only what the document demands. */
  readonly leastInput: unknown;
}

/** A job by its id, with all that its client demands beside it. */
export const jobOfId = (
  client: AnyClient,
  { name, given }: Pick<ContractJob, "name" | "given">,
  id: string,
  options: JobOptions = {},
): Job => jobOf(client, name, id, { ...given, ...options });

/** The job that is meant when no name is given. */
export const defaultJobOf = ({ name, description: { defaultJob }, jobs }: ContractApi): ContractJob =>
  need(
    jobs.find((job) => job.name === defaultJob),
    `default job of ${name}`,
  );

/** Starts a job with an input of its create. */
export const startWith = (client: AnyClient, { operation, init }: ContractCreate, input: unknown): Promise<Started> =>
  startJob(client, operation.id, input, init);

const foldersIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => existsSync(join(folder, name, "overlay.yaml")));

type Folders = Pick<ContractApi, "specFolder" | "clientFolder" | "cliArguments">;

/** Every API with a spec in the repository: those of `specs/`, and the made-up ones beside this suite. */
const allFolders = (): readonly Folders[] => {
  const fixtures = join(rootFolder, "apps/contract/fixtures");
  return [
    ...foldersIn(join(rootFolder, "specs")).map((name) => ({
      specFolder: join(rootFolder, "specs", name),
      clientFolder: join(rootFolder, "packages", `${name}-client`),
      cliArguments: [name],
    })),
    ...foldersIn(fixtures).map((name) => ({
      specFolder: join(fixtures, name),
      clientFolder: join(fixtures, name, "client"),
      cliArguments: ["--client", join(fixtures, name, "client")],
    })),
  ];
};

const loadApi = async (folders: Folders): Promise<ContractApi> => {
  const { specFolder, clientFolder } = folders;
  const module: unknown = await import(pathToFileURL(join(clientFolder, "src/index.ts")).href);
  if (!hasDescription(module)) {
    throw new Error(`Failed to set up the contract suite: ${clientFolder} exports no \`api\`. Run pnpm generate.`);
  }
  const parsed: unknown = JSON.parse(readFileSync(join(clientFolder, "openapi.json"), "utf8"));
  const { api: description } = module;
  const document = isRecord(parsed) ? parsed : {};
  return {
    name: description.name,
    ...folders,
    description,
    document,
    validate: createValidator(document),
    jobs: jobsOf(description, document, await readResponses(specFolder)),
  };
};

const hasDescription = (module: unknown): module is { readonly api: ApiDescription } =>
  typeof module === "object" && module !== null && "api" in module && isRecord(module.api);

const jobsOf = (
  { name: api, jobs, operations }: ApiDescription,
  document: JsonObject,
  responses: readonly ResponseCase[],
): readonly ContractJob[] =>
  jobs.map((description) => {
    const { name, lifecycle, parameters = [], status } = description;
    const operation = need(
      operations.find(({ id }) => id === status.operation),
      `operation ${status.operation}`,
    );
    const creates = operations
      .filter(({ starts }) => starts?.job === name)
      .map((create) => ({
        operation: create,
        init: { params: demandedParameters(create, document, "value") },
        input: exampleOfRequest(create, document),
        leastInput: exampleOfRequest(create, document, { onlyRequired: true }),
      }));
    const [create] = creates;
    const shown = Object.values(demandedParameters(operation, document, "value")).flatMap((place) =>
      Object.entries(place),
    );
    return {
      name,
      title: `${api} ${name}`,
      declaration: declarationOf(operation, document),
      description,
      lifecycle,
      given: Object.fromEntries(shown.filter(([given]) => parameters.some((parameter) => parameter.name === given))),
      operation,
      responses: responses.filter((entry) => entry.job === name),
      creates,
      ...(create !== undefined && { create }),
    };
  });

const declarationOf = (operation: ApiOperation, document: JsonObject): XJob => {
  const declaration = sourceOf(operation, document)["x-job"];
  if (isDeclaration(declaration)) return declaration;
  throw new Error(
    `Failed to set up the contract suite: ${operation.id} has no x-job in openapi.json. Run pnpm generate.`,
  );
};

const isDeclaration = (value: unknown): value is XJob => isRecord(value) && typeof value["name"] === "string";

/** A job with its API, for `describe.each`. */
export interface JobOfApi {
  readonly title: string;
  readonly api: ContractApi;
  readonly job: ContractJob;
}

/** Every API, found once for a run. */
export const apis: readonly ContractApi[] = await Promise.all(allFolders().map(loadApi));

/** Every job of every API. */
export const jobs: readonly JobOfApi[] = apis.flatMap((api) => api.jobs.map((job) => ({ title: job.title, api, job })));

/** Every create of every job. */
export const creates: readonly (JobOfApi & { readonly create: ContractCreate })[] = jobs.flatMap(
  ({ title, api, job }) =>
    job.creates.map((create) => ({
      title: job.creates.length === 1 ? title : `${title} by ${create.operation.id}`,
      api,
      job,
      create,
    })),
);
