import { isAbsent, type ItemState, type Job, type JobState, resolvePointer } from "@genwait/lifecycle";
import { isWaitError } from "@genwait/poller";
import type { CliIo } from "./command.ts";
import { errorFacts } from "./error-facts.ts";
import { type ExitCode, exitCodeOfError, exitCodeOfState, exitCodes } from "./exit-code.ts";
import { jsonLine } from "./json-line.ts";
import type { KnownOutcome, Outcome, StoppedOutcome } from "./outcome.ts";
import { howToGoOn } from "./how-to-go-on.ts";
import type { Service } from "./service.ts";
import { type Colour, type Paint, paintFor, terminalText } from "./terminal-text.ts";
import { seconds, stateWords } from "./words.ts";

export interface ReportOptions {
  readonly isJson: boolean;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
}

/** Prints one outcome: what the service told on stdout; why it could not be told, and what is missing, on stderr. */
export const reportOutcome = (outcome: Outcome, { isJson, keyVariable }: ReportOptions, io: CliIo): ExitCode => {
  const { stdout, stderr, signal } = io;
  if (isJson) stdout.write(jsonLine(outcome, keyVariable));
  if (outcome.state === undefined) {
    const isOver = signal.aborted && outcome.error === signal.reason;
    // An interrupted run says once for all its jobs how to go on.
    if (!isOver) stderr.write(`${terminalText(whatHappened(outcome, keyVariable))}\n`);
    return exitCodeOfError(outcome.error, signal);
  }
  if (!isJson) stdout.write(plainLines(outcome, paintFor(stdout, io.env)));
  for (const { error } of outcome.files ?? [])
    if (error !== undefined) stderr.write(`${terminalText(`${outcome.job.api} ${outcome.job.id}: ${error}.`)}\n`);
  // Of a job that was to be stopped, that it no longer goes on is what was wanted.
  return outcome.cancel === undefined ? exitCodeOfState(outcome.state) : exitCodes.succeeded;
};

const whatHappened = ({ job, error }: StoppedOutcome, keyVariable: string): string => {
  // What the call said is shorter than the whole story of the wait, and says what to do.
  const cause = isWaitError(error) && error.reason !== "timeout" ? error.cause : error;
  return `${job.api} ${job.id}: ${errorFacts(cause, keyVariable).message}`;
};

export interface EndFacts {
  readonly finished: readonly Outcome[];
  /** All that the run was about. */
  readonly jobs: readonly Job[];
  readonly isQuiet: boolean;
  readonly service: Service;
}

/** Says at the end what became of several jobs, and by one command how to go on with those that need it. */
export const reportEnd = async (
  { finished, jobs, isQuiet, service }: EndFacts,
  { stdout, stderr, signal }: CliIo,
): Promise<void> => {
  const isWritten = (await stdout.flush?.()) ?? true;
  const left = isWritten ? jobs.filter((job) => !finished.some((outcome) => isSettled(outcome, job))) : jobs;
  const hasCounts = jobs.length > 1 && !isQuiet;
  if (hasCounts && !signal.aborted) stderr.write(`${countsOf(finished)}\n`);
  if (left.length === 0) return;
  // Why it is lost, the program itself says, whatever it was asked for.
  if (!isWritten) stderr.write("Not everything that became known reached its reader, and jobs may go on.\n");
  else if (signal.aborted) {
    const known = hasCounts ? countsOf(finished.filter(({ state }) => state !== undefined)) : "";
    stderr.write(`Interrupted${known === "" ? "" : `, with ${known}`}. ${subjectOf(left)} on, and may be billed.\n`);
  }
  stderr.write(`${isSingle(left) ? "  " : ""}To go on: ${howToGoOn(left, service)}\n`);
  if (signal.aborted && left.every(({ cancel }) => cancel !== undefined))
    stderr.write(
      `${isSingle(left) ? "  " : ""}To stop ${isSingle(left) ? "it" : "them"}: ${howToGoOn(left, service, "cancel")}\n`,
    );
};

const isSingle = (jobs: readonly Job[]): boolean => jobs.length === 1;

// Without its files a result is worth another look; a pending job that was only asked about is not left over.
const isSettled = (outcome: Outcome, job: Job): boolean =>
  outcome.job === job &&
  outcome.state !== undefined &&
  outcome.files?.some(({ error }) => error !== undefined) !== true;

const subjectOf = (jobs: readonly Job[]): string => {
  const [first] = jobs;
  if (first === undefined) return "";
  return jobs.length === 1
    ? terminalText(`${first.api} ${first.id} goes`)
    : `${jobs.length} jobs of ${terminalText(first.api)} go`;
};

/** `3 succeeded, 1 failed, 1 not over`. */
const countsOf = (outcomes: readonly Outcome[]): string => {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    const word = outcome.state?.phase ?? "without a result";
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
};

/** The colour of each phase. */
export const colours: Readonly<Record<JobState["phase"], Colour>> = {
  pending: "dim",
  succeeded: "green",
  partial: "yellow",
  failed: "red",
};

/** One job for a person: the phase on a line of its own, what it brought below. */
const plainLines = ({ job, state, attempts, elapsedMs, files, cancel }: KnownOutcome, paint: Paint): string => {
  const polls = `${attempts} ${attempts === 1 ? "poll" : "polls"}`;
  const words = stateWords(state).slice(state.phase.length) + cancelWords[cancel ?? "none"];
  const lines = [
    `  ${job.api} ${job.name} ${job.id}${words}  (${seconds(elapsedMs)}, ${polls})`,
    ...stateLines(job, state),
    ...(files ?? []).flatMap(({ path }) => (path === undefined ? [] : [`  file  ${path}`])),
  ];
  return paint(colours[state.phase], state.phase) + lines.map((line) => `${terminalText(line)}\n`).join("");
};

const cancelWords: Readonly<Record<NonNullable<KnownOutcome["cancel"]> | "none", string>> = {
  none: "",
  requested: ", asked to stop",
  "too-late": ", too late to stop it",
};

/** What a state brought, a line each; not yet safe for a terminal. */
export const stateLines = (job: Pick<Job, "lifecycle">, state: JobState): readonly string[] => [
  ...failureLines(state),
  ...guaranteedLines(job, state),
  ...(state.items ?? []).map((item) => itemLine(job, item)),
  ...("expiresAt" in state && state.expiresAt !== undefined ? [`  good until ${state.expiresAt}`] : []),
];

const failureLines = (state: JobState): readonly string[] => {
  if (state.phase !== "failed") return [];
  const { kind, status, message } = state.failure;
  return [`  ${kind === "error" ? "" : `${kind}: `}${message ?? String(status)}`];
};

const guaranteedLines = (job: Pick<Job, "lifecycle">, state: JobState): readonly string[] =>
  state.phase === "failed" || state.phase === "pending"
    ? []
    : Object.keys(job.lifecycle.guaranteed?.[state.phase] ?? {}).flatMap((pointer) => valueLine(state.body, pointer));

const itemLine = ({ lifecycle }: Pick<Job, "lifecycle">, item: ItemState): string => {
  const why =
    item.failure?.message ?? (item.failure === undefined || item.failure.kind === "error" ? "" : item.failure.kind);
  const guaranteed = Object.keys(lifecycle.items?.guaranteed?.[item.phase] ?? {});
  const values = guaranteed.map((pointer) => resolvePointer(item.body, pointer)).filter((value) => !isAbsent(value));
  return `  ${[item.phase.padEnd(9), item.id ?? "", ...values.map(String), why].filter((word) => word !== "").join("  ")}`;
};

const valueLine = (body: unknown, pointer: string): readonly string[] => {
  const value = resolvePointer(body, pointer);
  return isAbsent(value) || typeof value === "object"
    ? []
    : [`  ${pointer.slice(1).replaceAll("/", ".")}  ${String(value)}`];
};
