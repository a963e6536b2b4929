import type { JobState } from "@genwait/lifecycle";
import type { EventJob } from "@genwait/poller";
import type { Output } from "./command.ts";
import { createLiveArea, type Part } from "./live-area.ts";
import { canRedraw, paintFor, terminalText } from "./terminal-text.ts";
import { seconds, stateWords } from "./words.ts";

/** Tells a person how the waits get on. */
export interface Progress {
  /** These are waited for from now on. */
  start(jobs: readonly EventJob[]): void;
  state(job: EventJob, state: JobState): void;
  /** Something on the way: a retry, a pause. */
  note(job: EventJob, text: string): void;
  /** A share of something that takes long, such as a download; of 1. */
  share(job: EventJob, what: string, share: number): void;
  /** The job's line goes away; its result is printed elsewhere. */
  done(job: EventJob): void;
  close(): void;
}

export interface ProgressOptions {
  /** @default the process's own */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Tells nothing. @default false */
  readonly isQuiet?: boolean;
  /** How long such a job usually takes, where that is known: a bar shows it. */
  readonly typicalMs?: number;
  /** In milliseconds. @default performance.now */
  readonly now?: () => number;
}

/** Lines that live on a terminal, a line for each change elsewhere. */
export const createProgress = (output: Output, options: ProgressOptions = {}): Progress => {
  const { env = process.env, isQuiet = false } = options;
  if (isQuiet) return silent;
  return canRedraw(output, env) ? createLiveLines(output, { ...options, env }) : createPlainProgress(output, options);
};

const silent: Progress = {
  start: () => {},
  state: () => {},
  note: () => {},
  share: () => {},
  done: () => {},
  close: () => {},
};

// Whoever reads a log that stands still does not know whether anything goes on.
const firstSilenceMs = 10_000;
const silenceMs = 60_000;

const createPlainProgress = (output: Output, { now = () => performance.now() }: ProgressOptions): Progress => {
  const open = new Set<string>();
  const told = new Set<string>();
  const sinceMs = now();
  let timer: NodeJS.Timeout | undefined;
  const listen = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const jobs = open.size === 1 ? "1 job" : `${open.size} jobs`;
      if (open.size > 0) output.write(`Waiting for ${jobs}, ${seconds(now() - sinceMs)} so far.\n`);
      listen(silenceMs);
    }, ms);
    timer.unref();
  };
  const line = (job: EventJob, text: string): void => {
    output.write(`${terminalText(`${job.api} ${job.id}  ${text}`)}\n`);
    listen(silenceMs);
  };
  return {
    start: (jobs) => {
      for (const job of jobs) open.add(keyOf(job));
      listen(firstSilenceMs);
    },
    state: (job, state) => {
      line(job, stateWords(state));
      for (const text of shownLogs(state)) line(job, `| ${text}`);
    },
    note: line,
    share: (job, what) => {
      // One line for each: a log is no place for a bar.
      const key = JSON.stringify([job.id, what]);
      if (!told.has(key)) line(job, what);
      told.add(key);
    },
    done: (job) => void open.delete(keyOf(job)),
    close: () => clearTimeout(timer),
  };
};

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 100;

// A service may write thousands of lines between two polls.
const mostLogs = 100;

/** The lines that the work has written since it was told last, the newest where they are too many. */
const shownLogs = (state: JobState): readonly string[] => {
  const lines = state.phase === "pending" ? (state.newLogs ?? []) : [];
  const left = lines.length - mostLogs;
  return left > 0 ? [`… ${left} more lines`, ...lines.slice(left)] : lines;
};

/** What is shown of one job. */
interface Line {
  readonly label: string;
  readonly sinceMs: number;
  state: string;
  /** The service's own word on how far the job is, of 1. */
  progress: number | undefined;
  note: string;
  /** What the work wrote last. */
  log: string;
  /** Something that takes long once the job itself is over. */
  share: { readonly what: string; readonly of1: number } | undefined;
}

/** A line for each job that is still waited for, drawn again in place. */
const createLiveLines = (
  output: Output,
  { env = {}, typicalMs, now = () => performance.now() }: ProgressOptions,
): Progress => {
  const area = createLiveArea(output, paintFor(output, env));
  const lines = new Map<string, Line>();
  let frame = 0;
  const timer = setInterval(() => {
    const sign = frames[frame++ % frames.length] ?? "";
    area.draw([...lines.values()].map((line) => partsOf(line, sign, { typicalMs, nowMs: now() })));
  }, frameMs);
  timer.unref();
  const lineOf = (job: EventJob): Line => {
    const line = lines.get(keyOf(job)) ?? newLine(job, now());
    lines.set(keyOf(job), line);
    return line;
  };
  return {
    start: (jobs) => {
      for (const job of jobs) lineOf(job);
    },
    state: (job, state) =>
      Object.assign(lineOf(job), {
        state: stateWords(state),
        progress: state.phase === "pending" ? state.progress : undefined,
        note: "",
        log: shownLogs(state).at(-1) ?? lineOf(job).log,
      }),
    note: (job, note) => Object.assign(lineOf(job), { note }),
    share: (job, what, of1) => Object.assign(lineOf(job), { share: { what, of1 } }),
    done: (job) => {
      lines.delete(keyOf(job));
      area.erase();
    },
    close: () => {
      clearInterval(timer);
      area.erase();
    },
  };
};

const newLine = ({ api, id }: EventJob, sinceMs: number): Line => ({
  label: `${api} ${id}`,
  sinceMs,
  state: "waiting",
  progress: undefined,
  note: "",
  log: "",
  share: undefined,
});

const keyOf = ({ api, name, id }: EventJob): string => JSON.stringify([api, name, id]);

interface Moment {
  readonly typicalMs: number | undefined;
  readonly nowMs: number;
}

const partsOf = (line: Line, sign: string, moment: Moment): readonly Part[] => {
  const { label, state, note, log, share, progress } = line;
  if (share !== undefined) return [[`${sign} ${label}  ${barOf(share.of1)} `], [share.what, "dim"]];
  return [
    [`${sign} ${label}  ${state}`],
    ...(note === "" ? [] : [[`  (${note})`, "yellow"] as const]),
    ...barOfJob(progress, line, moment),
    ...(log === "" ? [] : [[`  | ${log}`, "dim"] as const]),
  ];
};

// The service's own word is the better one; else the time that such a job usually takes, of which nobody knows the rest.
const barOfJob = (progress: number | undefined, { sinceMs }: Line, { typicalMs, nowMs }: Moment): readonly Part[] => {
  if (progress !== undefined) return [[`  ${barOf(progress)}`]];
  if (typicalMs === undefined) return [];
  const passedMs = nowMs - sinceMs;
  const bar = barOf(Math.min(passedMs / typicalMs, mostByTime));
  return [[`  ${bar}`], [` ${seconds(passedMs)} of about ${seconds(typicalMs)}`, "dim"]];
};

const mostByTime = 0.95;
const barCells = 12;

const barOf = (of1: number): string => {
  const full = Math.floor(Math.min(Math.max(of1, 0), 1) * barCells);
  return `[${"#".repeat(full)}${"-".repeat(barCells - full)}]`;
};
