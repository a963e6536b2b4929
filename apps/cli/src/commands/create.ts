import { type ApiOperation, type Started, startJob } from "@genwait/client-core";
import type { CliIo, Command } from "../command.ts";
import { type CreateInput, inputOptions, readCreateInput } from "../create-input.ts";
import { createDurably, durableOptions, isDurable } from "../durable-create.ts";
import { errorFacts, isStoreFailure } from "../error-facts.ts";
import { type ExitCode, exitCodeOfError, exitCodes, isOutputLost } from "../exit-code.ts";
import { howToGoOn, type NamedJob } from "../how-to-go-on.ts";
import { failedCreateLine, startedLine } from "../json-line.ts";
import { apiNames } from "../load-api.ts";
import { chooseCreate, clientOf, findService, type Service, tellKeyless } from "../service.ts";
import { terminalText } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { readWaitSettings, waitForJobs, waitOptions, type WaitSettings } from "../waits.ts";

/** `${io.program} create`: starts one job, once; a create is never sent again by itself. */
export const create: Command = {
  name: "create",
  usage: "<api> --input <file or -> [--wait] [--durable]",
  summary: "starts a job and prints its id, or waits for its result",
  options: [
    ...inputOptions,
    { name: "wait", meaning: "wait for the result, with the options of genwait wait" },
    { name: "operation", value: "<id>", meaning: "which create, where the API has several" },
    ...waitOptions,
    ...durableOptions,
  ],
  words: apiNames,
  run: async (options, io) => {
    const service = await findService(options, io);
    const { api, rest } = service;
    if (rest.length > 0)
      throw new UsageError(`"${rest[0]}" is one word too many. Write ${io.program} create ${api.name} --input <file>.`);
    const isWaiting = options.flag("wait");
    for (const name of ["output", "open"])
      if (!isWaiting && (options.text(name) !== undefined || options.flag(name)))
        throw new UsageError(`--${name} is for a result. Add --wait.`);
    const operation = chooseCreate(api, options.text("operation"));
    const settings = await readWaitSettings(options, service, operation.starts?.job ?? api.defaultJob, io);
    const input = await readCreateInput(operation, options, io);
    tellKeyless(service, settings, io);
    if (isDurable(options))
      return createDurably({ operation, input, settings }, options, io, (send) =>
        start({ operation, input, settings, send }, io),
      );
    const client = clientOf(service, io);
    const send = (): Promise<Started> =>
      startJob(client, operation.id, input.body, { params: input.params, signal: io.signal });
    const started = await start({ operation, input, settings, send }, io);
    if (typeof started === "number") return started;
    if (!isWaiting) return printStarted(started, operation, settings, io);
    await tellStarted(started, settings, io);
    return waitForJobs([started.job], settings, io);
  },
};

interface Create<Result> {
  readonly operation: ApiOperation;
  readonly input: CreateInput;
  readonly settings: WaitSettings;
  /** Sends the create, once. */
  send(): Promise<Result>;
}

/** Sends a create and says so; one that fails is told here, but for a store that refuses it. */
const start = async <Result>(
  { operation, input, settings, send }: Create<Result>,
  io: CliIo,
): Promise<Result | ExitCode> => {
  const { service, isJson, isQuiet } = settings;
  const { api, baseUrl = api.baseUrl } = service;
  const call = `${operation.id} (${operation.method} ${operation.path})`;
  if (!isQuiet)
    io.stderr.write(`${terminalText(`Starting ${call} at ${baseUrl}${service.isLocal ? "" : ", to be billed"}`)}.\n`);
  try {
    return await send();
  } catch (error) {
    const facts = errorFacts(error, api.keyVariable);
    const job = operation.starts?.job ?? api.defaultJob;
    if (isJson) io.stdout.write(failedCreateLine({ api: api.name, job, operation: operation.id }, facts));
    if (isStoreFailure(error)) throw error;
    const isOver = io.signal.aborted && error === io.signal.reason;
    io.stderr.write(isOver ? lostWords(error) : `${terminalText(facts.message)}\n`);
    if (facts.jobId !== undefined)
      io.stderr.write(`To go on: ${howToGoOn([startedJob(api.name, job, facts.jobId, input)], service)}\n`);
    return exitCodeOfError(error, io.signal);
  }
};

const startedJob = (api: string, name: string, id: string, { carried }: CreateInput): NamedJob => ({
  api,
  name,
  id,
  ...(Object.keys(carried).length > 0 && { parameters: carried }),
});

const lostWords = (reason: unknown): string =>
  `${isOutputLost(reason) ? "The output was lost" : "Interrupted"} while the create was under way. It may have started, and be billed: look at the service before you start it again.\n`;

const printStarted = async (
  started: Started,
  operation: ApiOperation,
  settings: WaitSettings,
  io: CliIo,
): Promise<ExitCode> => {
  const { job, data } = started;
  io.stdout.write(
    settings.isJson ? startedLine(job, { operation: operation.id, body: data }) : `${terminalText(job.id)}\n`,
  );
  await tellStarted(started, settings, io);
  return exitCodes.succeeded;
};

/** The id of what is paid for is told in any case: where stdout does not reach anybody, here. */
const tellStarted = async (
  { job }: Started,
  { isQuiet, service }: { readonly isQuiet: boolean; readonly service: Service },
  { stdout, stderr }: CliIo,
): Promise<void> => {
  const isWritten = (await stdout.flush?.()) ?? true;
  if (!isQuiet || !isWritten)
    stderr.write(`Started ${terminalText(job.id)}. Wait for it with: ${howToGoOn([job], service)}\n`);
};
