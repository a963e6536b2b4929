import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ApiDescription, ApiOperation, ResponseValidator } from "@genwait/client-core";
import { createValidator } from "@genwait/client-core/validate";
import { isRecord, type Lifecycle, type XJob } from "@genwait/lifecycle";
import { readResponses, type ResponseCase } from "@genwait/spec-tools";
import { exampleOfRequest, type JsonObject, need, sourceOf } from "./document.ts";
import { rootFolder } from "./root-folder.ts";

/** An API as the suite sees it: what was generated, and what a person wrote down about its responses. */
export interface ContractApi {
  readonly name: string;
  /** Of `openapi.yaml`, `overlay.yaml` and `responses.yaml`. */
  readonly specFolder: string;
  /** Of the generated package. */
  readonly clientFolder: string;
  /** The arguments that make the CLI take it: its name, or `--api` and the folder. */
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
  readonly lifecycle: Lifecycle;
  /** Reports on the job. */
  readonly operation: ApiOperation;
  /** Realistic responses, each with what it means: the expected results that a person wrote. */
  readonly responses: readonly ResponseCase[];
  /** Starts one; absent where no Link leads here. */
  readonly create?: ContractCreate;
}

export interface ContractCreate {
  readonly operation: ApiOperation;
  /** All that the document has examples for. */
  readonly input: unknown;
  /** Only what the document demands. */
  readonly leastInput: unknown;
}

const foldersIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => existsSync(join(folder, name, "overlay.yaml")));

/** Fixtures of words that the mock does not play yet: they are linted, generated and type-checked; the suite leaves them out. */
const notPlayedYet: ReadonlySet<string> = new Set(["bellows", "lathe", "mill", "quarry"]);

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
    ...foldersIn(fixtures)
      .filter((name) => !notPlayedYet.has(name))
      .map((name) => ({
        specFolder: join(fixtures, name),
        clientFolder: join(fixtures, name, "client"),
        cliArguments: ["--api", join(fixtures, name, "client")],
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
  jobs.map(({ name, lifecycle, status: { operation: id } }) => {
    const operation = need(
      operations.find((candidate) => candidate.id === id),
      `operation ${id}`,
    );
    const create = operations.find(({ starts }) => starts?.job === name);
    return {
      name,
      title: `${api} ${name}`,
      declaration: declarationOf(operation, document),
      lifecycle,
      operation,
      responses: responses.filter((entry) => entry.job === name),
      ...(create !== undefined && {
        create: {
          operation: create,
          input: exampleOfRequest(create, document),
          leastInput: exampleOfRequest(create, document, { onlyRequired: true }),
        },
      }),
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

/** Every API, found once for a run. */
export const apis: readonly ContractApi[] = await Promise.all(allFolders().map(loadApi));

/** Every job of every API, for `describe.each`. */
export const jobs: readonly { readonly title: string; readonly api: ContractApi; readonly job: ContractJob }[] =
  apis.flatMap((api) => api.jobs.map((job) => ({ title: job.title, api, job })));

/** Every job that a create can start. */
export const creates: readonly {
  readonly title: string;
  readonly api: ContractApi;
  readonly job: ContractJob;
  readonly create: ContractCreate;
}[] = jobs.flatMap(({ job, ...rest }) => (job.create === undefined ? [] : [{ ...rest, job, create: job.create }]));
