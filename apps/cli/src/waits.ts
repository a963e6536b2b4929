import { type Job, type JobResult, type JobState, parseDuration, resolvePointer } from "@genwait/lifecycle";
import { createPoller, type PollerEvent } from "@genwait/poller";
import type { CliIo, CommandOption } from "./command.ts";
import { type ExitCode, exitCodeOfError, exitCodes, worstExitCode } from "./exit-code.ts";
import { downloadFiles, type Downloads, prepareFolder } from "./files.ts";
import type { ParsedOptions } from "./options.ts";
import { createTally, type KnownOutcome, type Outcome } from "./outcome.ts";
import { createProgress, type Progress } from "./progress.ts";
import { reportEnd, reportOutcome } from "./report.ts";
import { declarationOf, type Service, serviceOptions } from "./service.ts";
import { canRedraw, terminalText } from "./terminal-text.ts";
import { isWebAddress } from "./web-address.ts";
import { UsageError } from "./usage-error.ts";
import { noteOfEvent } from "./words.ts";

/** The options of every command that tells how jobs are. */
export const reportOptions: readonly CommandOption[] = [
  { name: "json", meaning: "a line of JSON for each job: api, job, id, phase, and what else is known; or error" },
  {
    name: "output",
    short: "o",
    value: "<folder>",
    meaning: "download the results' files into this folder",
    completes: "folders",
  },
  { name: "open", meaning: "open the result in the browser" },
  { name: "quiet", short: "q", meaning: "results and errors only: no progress" },
];

/** The options of every command that waits. */
export const waitOptions: readonly CommandOption[] = [
  ...reportOptions,
  {
    name: "timeout",
    value: "10m",
    meaning: "when to stop waiting; the job goes on and can be waited for again (default: the API's own)",
  },
  { name: "interval", value: "5s", meaning: "between two polls (default: the API's own)" },
  {
    name: "not-found-retry",
    value: "10s",
    meaning: "how long a 404 is retried, for a job that was started a moment ago (default: not at all)",
  },
  ...serviceOptions,
];

/** What a command line says of how jobs are waited for and told. */
export interface WaitSettings {
  readonly service: Service;
  readonly times: WaitTimes;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly isOpening: boolean;
  /** Absent where nothing is to be downloaded. */
  readonly downloads?: Downloads;
  /** How long such a job usually takes, where that is declared. */
  readonly typicalMs?: number;
}

/** How long and how often, where the command line says so; in milliseconds. */
export interface WaitTimes {
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  readonly notFoundRetryMs?: number;
}

/** Reads the options of every command that waits; `jobName` is the job that it waits for. */
export const readWaitSettings = async (
  options: ParsedOptions,
  service: Service,
  jobName: string,
  io: CliIo,
): Promise<WaitSettings> => {
  const times = waitTimes(options, service);
  const folder = options.text("output");
  const isQuiet = options.flag("quiet");
  const isLive = !isQuiet && canRedraw(io.stderr, io.env);
  // Only for a bar nobody needs the document.
  const declaration =
    folder !== undefined
      ? await declarationOf(service, jobName)
      : isLive
        ? await declarationOf(service, jobName).catch(() => undefined)
        : undefined;
  const declared = declaration?.files ?? [];
  if (folder !== undefined && declared.length === 0 && !hasBytes(service, jobName))
    throw new UsageError(`--output has nothing to download: ${service.api.name} declares no files of a ${jobName}.`);
  const typical = declaration?.typicalDuration?.p50;
  return {
    service,
    times,
    isJson: options.flag("json"),
    isQuiet,
    isOpening: options.flag("open"),
    ...(folder !== undefined && {
      downloads: {
        folder: await prepareFolder(folder, io.cwd),
        declared,
        isLocal: service.isLocal,
        fetch: io.fetch,
        signal: io.signal,
      },
    }),
    ...(typical !== undefined && { typicalMs: parseDuration(typical) }),
  };
};

/** Whether the result itself may be bytes. */
const hasBytes = ({ api }: Service, jobName: string): boolean => {
  const job = api.jobs.find(({ name }) => name === jobName);
  return job?.status.media !== undefined || job?.output?.at(-1)?.media !== undefined;
};

// A service shall not be flooded by a slip; a mock on this machine may be asked as often as a test likes.
const leastIntervalMs = { local: 10, service: 500 };

/** @throws UsageError for a time that makes no sense. */
export const waitTimes = (options: ParsedOptions, { isLocal }: Pick<Service, "isLocal">): WaitTimes => {
  const timeoutMs = options.duration("timeout");
  const intervalMs = options.duration("interval");
  const notFoundRetryMs = options.duration("not-found-retry");
  const leastMs = isLocal ? leastIntervalMs.local : leastIntervalMs.service;
  if (intervalMs !== undefined && intervalMs < leastMs)
    throw new UsageError(`--interval ${options.text("interval")} is too often. Give ${leastMs}ms or more.`);
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(intervalMs !== undefined && { intervalMs }),
    ...(notFoundRetryMs !== undefined && { notFoundRetryMs }),
  };
};

/** Waits for every job, prints each outcome as it comes, and how to go on; gives the worst exit code. */
export const waitForJobs = async (jobs: readonly Job[], settings: WaitSettings, io: CliIo): Promise<ExitCode> => {
  const { times, isQuiet, typicalMs } = settings;
  if (settings.isOpening && jobs.length > 1) throw new UsageError("--open is for one job. Leave it out for several.");
  const progress = createProgress(io.stderr, {
    env: io.env,
    isQuiet,
    ...(typicalMs !== undefined && { typicalMs }),
  });
  try {
    return await finishAll(
      outcomesOf(jobs, times, { progress, signal: io.signal }),
      jobs,
      { ...settings, progress },
      io,
    );
  } finally {
    progress.close();
  }
};

interface FinishSettings extends WaitSettings {
  readonly progress: Progress;
}

// Each of them may have several files, one after another.
const mostDownloads = 4;

/** Downloads, prints and opens what every outcome brought. */
export const finishAll = async (
  outcomes: AsyncIterable<Outcome>,
  jobs: readonly Job[],
  settings: FinishSettings,
  io: CliIo,
): Promise<ExitCode> => {
  const codes: ExitCode[] = [];
  const finished: Outcome[] = [];
  const active = new Set<Promise<void>>();
  for await (const outcome of outcomes) {
    const task = finish(outcome, settings, io).then(({ outcome, code }) => {
      active.delete(task);
      finished.push(outcome);
      codes.push(code);
    });
    active.add(task);
    if (active.size >= mostDownloads) await Promise.race(active);
  }
  await Promise.all(active);
  settings.progress.close();
  const code = worstExitCode(codes);
  await reportEnd({ finished, jobs, isQuiet: settings.isQuiet, service: settings.service }, io);
  return code;
};

const finish = async (
  outcome: Outcome,
  settings: FinishSettings,
  io: CliIo,
): Promise<{ readonly outcome: Outcome; readonly code: ExitCode }> => {
  const { progress, isOpening, isJson, service } = settings;
  const complete = outcome.state === undefined ? outcome : await withFiles(outcome, settings);
  progress.done(outcome.job);
  const code = reportOutcome(complete, { isJson, keyVariable: service.api.keyVariable }, io);
  if (complete.state === undefined) return { outcome: complete, code };
  if (isOpening) await openResult(complete, io);
  const isMissingFiles = complete.files?.some(({ error }) => error !== undefined) === true;
  if (!isMissingFiles) return { outcome: complete, code };
  const missing = io.signal.aborted ? exitCodeOfError(io.signal.reason, io.signal) : exitCodes.unreachable;
  return { outcome: complete, code: worstExitCode([code, missing]) };
};

const withFiles = async (outcome: KnownOutcome, { downloads, progress }: FinishSettings): Promise<KnownOutcome> => {
  const { job, state } = outcome;
  if (downloads === undefined || (state.phase !== "succeeded" && state.phase !== "partial")) return outcome;
  return {
    ...outcome,
    files: await downloadFiles(job, state, downloads, (what, of1) => progress.share(job, what, of1)),
  };
};

/** Opens the first address that the result brought, or says that there is none. */
const openResult = async ({ job, state }: KnownOutcome, { stderr, open }: CliIo): Promise<void> => {
  const address = addressesOf(job, state).find(isWebAddress);
  if (address === undefined) {
    stderr.write(`There is nothing to open: ${terminalText(job.id)} brought no web address.\n`);
    return;
  }
  try {
    await open(address);
  } catch {
    stderr.write(`There is no browser here. The result is at ${terminalText(address)}\n`);
  }
};

const addressesOf = ({ lifecycle }: Job, state: JobState): readonly unknown[] => {
  if (state.phase !== "succeeded" && state.phase !== "partial") return [];
  const ofJob = Object.keys(lifecycle.guaranteed?.[state.phase] ?? {}).map((at) => resolvePointer(state.body, at));
  const ofItems = (state.items ?? []).flatMap((item) =>
    Object.keys(lifecycle.items?.guaranteed?.[item.phase] ?? {}).map((at) => resolvePointer(item.body, at)),
  );
  return [...ofJob, ...ofItems];
};

/** Waits for every job at once, tells how it goes, and gives each outcome as it comes: one for every job, also after Ctrl-C. */
export async function* outcomesOf(
  jobs: readonly Job[],
  times: WaitTimes & { readonly maxErrors?: number },
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): AsyncGenerator<Outcome> {
  const tally = createTally();
  const onEvent = (event: PollerEvent): void => {
    tally.onEvent(event);
    const note = noteOfEvent(event);
    if (note !== undefined) progress.note(event, note);
  };
  const onUpdate = (state: JobState, job: Job): void => {
    if (state.phase === "pending") progress.state(job, state);
  };
  const open = new Set(jobs);
  progress.start(jobs);
  const outcomeOf = (job: Job, result: JobResult | undefined, error: unknown): Outcome => {
    open.delete(job);
    const effort = tally.of(job);
    return result === undefined ? { job, ...effort, error } : { job, ...effort, state: result };
  };
  try {
    const results = createPoller({ onEvent }).each(jobs, { ...times, signal, onUpdate });
    for await (const { job, result, error } of results) yield outcomeOf(job, result, error);
  } catch (error) {
    // Everything that is still open ends here: each job gets its line and its way on, none is lost.
    for (const job of open) yield outcomeOf(job, undefined, error);
  }
}
