import { type AnyClient, type ApiDescription, type Started, startJob } from "@genwait/client-core";
import { chooseCreate } from "../choose-job.ts";
import { clientOf } from "../client-of.ts";
import type { CliIo, Command } from "../command.ts";
import { errorFacts } from "../error-facts.ts";
import { type ExitCode, exitCodeOfError, exitCodes } from "../exit-code.ts";
import { howToGoOn, type SameService } from "../how-to-go-on.ts";
import { parseOptions, type ParsedOptions } from "../parse-options.ts";
import { readInput } from "../read-input.ts";
import { takeApi } from "../take-api.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { waitForJobs } from "../wait-for-jobs.ts";
import { waitHelp, waitOptionNames, waitTimes } from "../wait-options.ts";

/** `genwait create`: starts one job, once; a create is never sent again by itself. */
export const create: Command = {
  usage: "create <api> --input <file or -> [--wait]",
  summary: "starts a job and prints its id, or waits for its result",
  help: [
    ["--input <file or ->", "the request's body as JSON"],
    ["--wait", "wait for the result, with the options of genwait wait"],
    ["--operation <id>", "which create, where the API has several"],
    ...waitHelp.filter(([option]) => !option.startsWith("--job")),
  ],
  run: async (args, io) => {
    const options = parseOptions(args, {
      ...waitOptionNames,
      input: { type: "string" },
      wait: { type: "boolean" },
      operation: { type: "string" },
    });
    const { api, rest, own } = await takeApi(options, io.cwd);
    if (rest.length > 0)
      throw new UsageError(`"${rest[0]}" is one word too many. Write genwait create ${api.name} --input <file>.`);
    const times = waitTimes(options);
    const operation = chooseCreate(api, options.text("operation"));
    const input = await readInput(options.text("input"), io);
    const client = clientOf(api, options);
    const started = await start({ api, client, operation, input, isJson: options.flag("json") }, io);
    if (typeof started === "number") return started;
    const service = serviceOf(api, started, options, own);
    if (options.flag("wait")) return waitForJobs([started.job], { ...times, json: options.flag("json"), service }, io);
    printStarted(started, service, options.flag("json"), io);
    return exitCodes.succeeded;
  },
};

interface Create {
  readonly api: ApiDescription;
  readonly client: AnyClient;
  readonly operation: string;
  readonly input: unknown;
  readonly isJson: boolean;
}

const start = async ({ api, client, operation, input, isJson }: Create, io: CliIo): Promise<Started | ExitCode> => {
  try {
    return await startJob(client, operation, input, { signal: io.signal });
  } catch (error) {
    const isInterrupted = io.signal.aborted && error === io.signal.reason;
    const facts = errorFacts(error, api.keyVariable);
    if (isJson) io.stdout.write(`${terminalJson({ operation, error: facts })}\n`);
    io.stderr.write(isInterrupted ? lostOnInterrupt : `${terminalText(facts.message)}\n`);
    return isInterrupted ? exitCodes.interrupted : exitCodeOfError(error);
  }
};

const lostOnInterrupt =
  "Interrupted while the create was under way. It may have started, and be billed: look at the service before you start it again.\n";

const serviceOf = (
  api: ApiDescription,
  { job }: Started,
  options: ParsedOptions,
  own: string | undefined,
): SameService => {
  const baseUrl = options.text("base-url");
  return {
    ...(own !== undefined && { own }),
    ...(baseUrl !== undefined && { baseUrl }),
    isDefaultJob: job.name === api.defaultJob,
    keyVariable: api.keyVariable,
  };
};

const printStarted = ({ job, data }: Started, service: SameService, isJson: boolean, io: CliIo): void => {
  const line = {
    api: job.api,
    job: job.name,
    id: job.id,
    phase: "pending",
    attempts: 0,
    elapsedMs: 0,
    body: data,
  };
  io.stdout.write(`${isJson ? terminalJson(line) : terminalText(job.id)}\n`);
  io.stderr.write(`Started. Wait for it with: ${howToGoOn(job, service)}\n`);
};
