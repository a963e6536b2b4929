import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ApiDescriptor, Operation } from "@genwait/client-core";
import type { XJob } from "@genwait/lifecycle";
import { type AnswerCase, readAnswers } from "@genwait/spec-tools";
import type { ContractApi, ContractCreate, ContractJob } from "./contract-api.ts";
import { exampleOfSchema } from "./example-of-schema.ts";
import { followReference } from "./follow-reference.ts";
import { entriesOf, isRecord, type JsonObject, need } from "./json.ts";
import { rootFolder } from "./root-folder.ts";

/** Every API with a spec in the repository: those of `specs/`, and the made-up ones beside this suite. */
export const discoverApis = async (): Promise<readonly ContractApi[]> => {
  const fixtures = join(rootFolder, "apps/contract/fixtures");
  const folders = [
    ...foldersIn(join(rootFolder, "specs")).map((name) => ({
      specFolder: join(rootFolder, "specs", name),
      clientFolder: join(rootFolder, "packages", `${name}-client`),
      cliArguments: [name],
    })),
    ...foldersIn(fixtures).map((name) => ({
      specFolder: join(fixtures, name),
      clientFolder: join(fixtures, name, "client"),
      cliArguments: ["--api", join(fixtures, name, "client")],
    })),
  ];
  return Promise.all(folders.map(loadApi));
};

const foldersIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => existsSync(join(folder, name, "overlay.yaml")));

type Folders = Pick<ContractApi, "specFolder" | "clientFolder" | "cliArguments">;

const loadApi = async (folders: Folders): Promise<ContractApi> => {
  const { specFolder, clientFolder } = folders;
  const module: unknown = await import(pathToFileURL(join(clientFolder, "src/index.ts")).href);
  if (!hasDescriptor(module)) {
    throw new Error(`Failed to set up the contract suite: ${clientFolder} exports no \`api\`. Run pnpm generate.`);
  }
  const document: unknown = JSON.parse(readFileSync(join(clientFolder, "openapi.json"), "utf8"));
  const { api: descriptor } = module;
  const known = isRecord(document) ? document : {};
  const answers = await readAnswers(specFolder);
  return { name: descriptor.name, ...folders, descriptor, document: known, jobs: jobsOf(descriptor, known, answers) };
};

const hasDescriptor = (module: unknown): module is { readonly api: ApiDescriptor } =>
  typeof module === "object" && module !== null && "api" in module && isRecord(module.api);

const jobsOf = (
  descriptor: ApiDescriptor,
  document: JsonObject,
  answers: readonly AnswerCase[],
): readonly ContractJob[] =>
  Object.entries(descriptor.jobs).map(([name, { lifecycle, operation: id }]) => {
    const operation = need(descriptor.operations[id], `operation ${id}`);
    const create = Object.values(descriptor.operations).find(({ starts }) => starts?.job === name);
    return {
      name,
      title: `${descriptor.name} ${name}`,
      declaration: declarationOf(operation, document),
      lifecycle,
      operation,
      answers: answers.filter((entry) => entry.job === name),
      ...(create !== undefined && { create: createOf(create, document) }),
    };
  });

/** An operation as the document writes it. */
export const sourceOf = ({ path, method }: Operation, document: JsonObject): JsonObject => {
  const item = entriesOf(document["paths"]).find(([name]) => name === path)?.[1];
  return followReference(document, followReference(document, item)[method.toLowerCase()]);
};

const declarationOf = (operation: Operation, document: JsonObject): XJob => {
  const declaration = sourceOf(operation, document)["x-job"];
  if (isDeclaration(declaration)) return declaration;
  throw new Error(
    `Failed to set up the contract suite: ${operation.id} has no x-job in openapi.json. Run pnpm generate.`,
  );
};

const isDeclaration = (value: unknown): value is XJob => isRecord(value) && typeof value["name"] === "string";

const createOf = (operation: Operation, document: JsonObject): ContractCreate => {
  const body = followReference(document, sourceOf(operation, document)["requestBody"]);
  const content = isRecord(body["content"]) ? followReference(document, body["content"]["application/json"]) : {};
  const named = entriesOf(content["examples"]).map(([, example]) => followReference(document, example)["value"])[0];
  return {
    operation,
    input: content["example"] ?? named ?? exampleOfSchema(content["schema"], { document }),
    leastInput: exampleOfSchema(content["schema"], { document, onlyRequired: true }),
  };
};
