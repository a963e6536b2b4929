import type { AnyClient, ApiDescription, ApiJob, ApiOperation } from "@genwait/client-core";
import { isRecord, type XJob } from "@genwait/lifecycle";
import type { CliIo, CommandOption } from "./command.ts";
import { type ApiModules, findApi, knownApis, ownApi } from "./load-api.ts";
import type { ParsedOptions } from "./options.ts";
import { terminalText } from "./terminal-text.ts";
import { isLoopback } from "./web-address.ts";
import { closest, UsageError, usageErrorOf } from "./usage-error.ts";

/** A service as a command line names it: an API, and where it is reached. */
export interface Service {
  /** What the command line calls this program. */
  readonly program: string;
  readonly api: ApiDescription;
  readonly modules: ApiModules;
  /** The words behind the API's name. */
  readonly rest: readonly string[];
  /** What `--client` named, if anything did. */
  readonly own?: string;
  /** What `--base-url` named, if anything did. */
  readonly baseUrl?: string;
  /** It is on this machine: a mock. */
  readonly isLocal: boolean;
}

/** The option that brings an API of the person's own. */
export const clientOption: CommandOption = {
  name: "client",
  value: "<module, package or folder>",
  meaning: "an API of your own; may be given several times",
  completes: "files",
};

/** The options that name a service. */
export const serviceOptions: readonly CommandOption[] = [
  { name: "base-url", value: "<address>", meaning: "another server, such as a mock, which needs no key" },
  {
    ...clientOption,
    meaning:
      "an API of your own: the client that the generator made; genwait.config.mjs names it once for all commands",
  },
];

/** The service that a command line means: its first word, or what `--client` brings; then the name may stand there, too. */
export const findService = async (
  options: ParsedOptions,
  { cwd, program }: Pick<CliIo, "cwd" | "program">,
): Promise<Service> => {
  const own = options.text("client");
  const place = placeOf(options.text("base-url"));
  const [first, ...behind] = options.positionals;
  if (own !== undefined) {
    const modules = await ownApi(own, cwd);
    const { api } = await modules.client();
    return { program, api, modules, rest: first === api.name ? behind : options.positionals, own, ...place };
  }
  if (first === undefined)
    throw new UsageError(
      `Which API? Write its name first: ${[...(await knownApis(cwd)).keys()].join(" or ")}. See ${program} help.`,
    );
  const modules = await findApi(first, cwd);
  return { program, api: (await modules.client()).api, modules, rest: behind, ...place };
};

const placeOf = (baseUrl: string | undefined): Pick<Service, "baseUrl" | "isLocal"> => {
  if (baseUrl === undefined) return { isLocal: false };
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    const example = /^[\w.-]+:\d+$/.test(baseUrl) ? `http://${baseUrl}` : "something like http://127.0.0.1:4010";
    throw new UsageError(`--base-url ${withoutCredentials(baseUrl)} is no server's address. Write ${example}.`);
  }
  return { baseUrl, isLocal: isLoopback(url.hostname) };
};

const withoutCredentials = (text: string): string => text.replace(/\/\/[^/@]*@/, "//…@");

/** The service's client. On this machine a missing key is none: a mock takes any, and one is made up. */
export const clientOf = ({ api, baseUrl, isLocal }: Service, { env }: Pick<CliIo, "env">): AnyClient => {
  const placeholder = isKeyless({ api, isLocal }, env) ? { apiKey: "any" } : {};
  try {
    return api.createClient({ ...(baseUrl !== undefined && { baseUrl }), ...placeholder });
  } catch (cause) {
    throw usageErrorOf(cause);
  }
};

/** The declared job of that name, or the API's default. */
export const chooseJob = (api: ApiDescription, name: string | undefined): ApiJob => {
  const wanted = name ?? api.defaultJob;
  const job = api.jobs.find((declared) => declared.name === wanted);
  if (job !== undefined) return job;
  const names = api.jobs.map((declared) => declared.name);
  const meant = closest(wanted, names);
  throw new UsageError(
    `${api.name} has no job "${wanted}". ${meant === undefined ? `It has ${names.join(", ")}.` : `Did you mean ${meant}?`}`,
  );
};

/** The create of that operation id, or the only one that is not deprecated: what is billed is nobody else's choice. */
export const chooseCreate = (api: ApiDescription, operation: string | undefined): ApiOperation => {
  const creates = api.operations.filter(({ starts }) => starts !== undefined);
  const current = creates.filter(({ deprecated }) => deprecated !== true);
  const candidates = operation === undefined ? current : creates.filter(({ id }) => id === operation);
  const [chosen, another] = candidates;
  if (chosen !== undefined && another === undefined) return chosen;
  if (creates.length === 0) throw new UsageError(`${api.name} has no operation that starts a job.`);
  const names = creates.map(({ id }) => id).join(", ");
  throw new UsageError(
    operation === undefined
      ? `Which of them shall ${api.name} bill? Write --operation with one of ${names}.`
      : `${api.name} starts no job by "${operation}". It has ${names}.`,
  );
};

/** What the API's document declares of a job beyond what its client carries; undefined where it has no such declaration. */
export const declarationOf = async (
  { api, modules }: Pick<Service, "api" | "modules">,
  jobName: string,
): Promise<XJob | undefined> => {
  const id = api.jobs.find(({ name }) => name === jobName)?.status.operation;
  const operation = api.operations.find((candidate) => candidate.id === id);
  if (operation === undefined) return undefined;
  const place = ["paths", operation.path, operation.method.toLowerCase(), "x-job"];
  let found: unknown = await modules.document();
  for (const name of place) found = isRecord(found) ? found[name] : undefined;
  return isDeclaration(found) ? found : undefined;
};

// Written and checked by the generator, which made the document.
const isDeclaration = (value: unknown): value is XJob => isRecord(value) && typeof value["name"] === "string";

/** Says that a key was made up, where one would be needed anywhere else. */
export const tellKeyless = (
  { api, baseUrl, isLocal }: Service,
  { isQuiet }: { readonly isQuiet: boolean },
  { env, stderr }: Pick<CliIo, "env" | "stderr">,
): void => {
  if (!isQuiet && isKeyless({ api, isLocal }, env))
    stderr.write(
      `There is no ${api.keyVariable}; a mock needs none: "any" is sent to ${terminalText(baseUrl ?? "")}.\n`,
    );
};

const isKeyless = ({ api, isLocal }: Pick<Service, "api" | "isLocal">, env: CliIo["env"]): boolean =>
  isLocal && api.key !== undefined && (env[api.keyVariable] ?? "").trim() === "";
