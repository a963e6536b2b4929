import type { AnyClient, ApiDescription, ApiJob } from "@genwait/client-core";
import { jobOf } from "@genwait/client-core";
import {
  isRecord,
  type Job,
  type JobAddresses,
  type JobParameters,
  type SavedJob,
  type Scalar,
} from "@genwait/lifecycle";
import type { CliIo, CommandOption } from "./command.ts";
import { readIds } from "./input.ts";
import type { ParsedOptions } from "./options.ts";
import { chooseJob, type Service } from "./service.ts";
import { terminalText } from "./terminal-text.ts";
import { closest, UsageError, usageErrorOf } from "./usage-error.ts";

/** The option for what an API knows a job, or a create, by beside its id. */
export const parameterOption: CommandOption = {
  name: "param",
  value: "<name>=<value>",
  meaning: "what the service wants to know beside the id, such as workspace=north; may be given several times",
  multiple: true,
};

/** The options that say more about the jobs whose ids are given. */
export const jobOptions: readonly CommandOption[] = [
  { name: "job", value: "<name>", meaning: "another job than the API's default" },
  { name: "expect-items", value: "4", meaning: "how many items were asked for; fewer are still pending" },
  parameterOption,
  {
    name: "address",
    value: "<url>",
    meaning: "where the create said that the only job is; output=<url> and cancel=<url> for its other addresses",
    multiple: true,
  },
];

/** The jobs that a command line, and perhaps stdin, names. Nothing was sent to find them. */
export interface GivenJobs {
  /** The declared name of all of them. */
  readonly name: string;
  /** The jobs themselves. @throws UsageError for what no job can have. */
  of(client: AnyClient): readonly Job[];
}

/** One of them. */
interface GivenJob extends Pick<SavedJob, "id" | "parameters" | "addresses" | "createdAtMs" | "expectedItems"> {
  readonly cancelRequested?: true;
}

/**
 * Reads the ids behind the name of an API; `-` stands for those on stdin, an id or a line of `--json` a line.
 *
 * @throws UsageError where there is none, where they are of several jobs, and for an option that does not fit them.
 */
export const readGivenJobs = async (
  service: Service,
  options: ParsedOptions,
  command: string,
  io: CliIo,
): Promise<GivenJobs> => {
  const { api, rest } = service;
  const wanted = options.text("job");
  const byOption = chooseJob(api, wanted);
  const expectedItems = options.number("expect-items", { least: 1, whole: true });
  const texts = options.list("param");
  const addresses = addressesOf(options.list("address"));
  const words = await readIds(rest, `${io.program} ${command} ${api.name} <id>`, io, { takesJson: true });
  const lines = words.map((word) =>
    word.startsWith("{") ? readLine(word, api) : { job: undefined, given: { id: word } },
  );
  const failed = lines.filter(({ given }) => given === undefined).length;
  if (failed > 0)
    io.stderr.write(`${failed} ${failed === 1 ? "line names" : "lines name"} no job: its create has failed.\n`);
  const named = lines.flatMap(({ job, given }) => (given === undefined ? [] : [{ job: job ?? byOption.name, given }]));
  const [first] = named;
  if (first === undefined) throw new UsageError("There is no job on stdin. Nothing was sent to the service.");
  const declared = chooseJob(api, wanted ?? first.job);
  const { name } = declared;
  const other = named.find(({ job }) => job !== name);
  if (other !== undefined)
    throw new UsageError(
      `${terminalText(other.given.id)} is a ${other.job}, not a ${name}. Wait for each kind of job by itself.`,
    );
  if (addresses !== undefined && named.length > 1)
    throw new UsageError("--address is for one job. Leave it out for several.");
  const parameters = parametersOf(texts, declared, api);
  const given = named.map(({ given: one }) => ({
    ...(expectedItems !== undefined && { expectedItems }),
    ...one,
    parameters: { ...parameters, ...one.parameters },
    ...(addresses !== undefined && { addresses: { ...one.addresses, ...addresses } }),
  }));
  for (const { parameters: carried } of given) demandParameters(carried, declared, api);
  return { name, of: (client) => given.map((one) => makeJob(one, { client, name, service })) };
};

/** A line that `--json` printed; without a job where it is about a create that failed. */
const readLine = (
  text: string,
  api: ApiDescription,
): { readonly job: string | undefined; readonly given: GivenJob | undefined } => {
  const line = parsed(text);
  const { api: name, job, id, parameters, addresses, createdAtMs, expectedItems, cancelRequested } = line;
  if (name !== undefined && name !== api.name)
    throw new UsageError(
      `A line on stdin is about ${terminalText(String(name))}, not ${api.name}. Nothing was sent to the service.`,
    );
  if (id === null) return { job: undefined, given: undefined };
  if (typeof id !== "string" || id.trim() === "")
    throw new UsageError("A line of JSON on stdin has no id. Nothing was sent to the service.");
  return {
    job: typeof job === "string" ? job : undefined,
    given: {
      id,
      ...(isParameters(parameters) && { parameters }),
      ...(isAddresses(addresses) && { addresses }),
      ...(typeof createdAtMs === "number" && { createdAtMs }),
      ...(typeof expectedItems === "number" && { expectedItems }),
      ...(cancelRequested === true && { cancelRequested }),
    },
  };
};

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const line: unknown = JSON.parse(text);
    if (isRecord(line)) return line;
  } catch {
    // Told below.
  }
  throw new UsageError("A line on stdin is neither an id nor a whole line of JSON. Nothing was sent to the service.");
};

// The client looks at each value, and at each address, itself.
const isParameters = (value: unknown): value is JobParameters => isRecord(value);
const isAddresses = (value: unknown): value is JobAddresses => isRecord(value);

const addressesOf = (texts: readonly string[]): JobAddresses | undefined => {
  if (texts.length === 0) return undefined;
  return Object.fromEntries(
    texts.map((text) => {
      const [, part = "status", address = text] = /^(status|output|cancel)=(.*)$/s.exec(text) ?? [];
      return [part, address];
    }),
  );
};

/** `name=value`, each told apart at its first sign. */
export const readPairs = (texts: readonly string[]): readonly (readonly [name: string, value: string])[] =>
  texts.map((text) => {
    const at = text.indexOf("=");
    if (at < 1 || at === text.length - 1)
      throw new UsageError(`--param ${text} makes no sense. Write a name and its value, such as workspace=north.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });

const parametersOf = (
  texts: readonly string[],
  { name: job, parameters = [] }: ApiJob,
  api: ApiDescription,
): JobParameters =>
  Object.fromEntries(
    readPairs(texts).map(([name, value]) => {
      const parameter = parameters.find((declared) => declared.name === name);
      if (parameter !== undefined) return [name, scalarOf(value, parameter.type, name)];
      const names = parameters.map((declared) => declared.name);
      const meant = closest(name, names);
      const hint =
        names.length === 0
          ? "It is known by its id alone."
          : meant === undefined
            ? `It has ${names.join(", ")}.`
            : `Did you mean ${meant}?`;
      throw new UsageError(`A ${job} of ${api.name} has no parameter "${name}". ${hint}`);
    }),
  );

const scalarOf = (text: string, type: "number" | "boolean" | undefined, name: string): Scalar => {
  if (type === undefined) return text;
  const value = type === "number" ? Number(text) : text === "true" ? true : text === "false" ? false : undefined;
  if (value !== undefined && !Number.isNaN(value)) return value;
  throw new UsageError(`--param ${name}=${text} makes no sense. ${name} is a ${type}.`);
};

const demandParameters = (
  carried: JobParameters,
  { name: job, parameters = [] }: ApiJob,
  api: ApiDescription,
): void => {
  const missing = parameters.filter(
    ({ name, required }) => required === true && (carried[name] ?? undefined) === undefined,
  );
  if (missing.length > 0)
    throw new UsageError(
      `A ${job} of ${api.name} is known by more than its id. Add ${missing.map(({ name }) => `--param ${name}=<value>`).join(" ")}.`,
    );
};

const makeJob = (
  { id, parameters = {}, addresses, expectedItems, createdAtMs, cancelRequested }: GivenJob,
  { client, name, service }: { readonly client: AnyClient; readonly name: string; readonly service: Service },
): Job => {
  const { api, baseUrl = api.baseUrl } = service;
  const options = {
    ...(expectedItems !== undefined && { expectedItems }),
    ...(createdAtMs !== undefined && { createdAtMs }),
  };
  const isCarrying = Object.keys(parameters).length > 0 || addresses !== undefined || cancelRequested === true;
  let job: Job;
  try {
    job = isCarrying
      ? client.resume({ api: api.name, name, id, baseUrl, ...options, parameters, addresses, cancelRequested })
      : jobOf(client, name, id, options);
  } catch (cause) {
    // Nothing was sent to the service: an id, a value or an address itself is refused.
    throw usageErrorOf(cause);
  }
  for (const part of ["status", "output", "cancel"] as const)
    if (addresses?.[part] !== undefined && job.addresses?.[part] === undefined)
      throw new UsageError(`--address has no meaning here: ${api.name} gives no addresses of a ${name}. Leave it out.`);
  return job;
};
