import type { JobRecord } from "../job/job-record.ts";
import type { RequestEntry } from "../mock-options.ts";
import type { Change } from "../service/changes.ts";

/** What has not been told yet. Equal news are told once, and too many of them are told as a whole. */
export interface WaitingChanges {
  readonly addRequest: (entry: RequestEntry) => void;
  readonly add: (change: Change) => void;
  readonly isEmpty: () => boolean;
  /** What there is; from now on it counts as told. */
  take(): Taken;
}

/** What is told at once. */
export interface Taken {
  readonly requests: readonly RequestEntry[];
  readonly jobs: readonly JobRecord[];
  readonly removed: readonly JobRecord[];
  readonly parts: ReadonlySet<Change["of"]>;
  /** There was too much to tell one by one: everything has to be told. */
  readonly isTooMuch: boolean;
}

/** Collects changes until somebody takes them; `onChange` is called at each. */
export const createWaitingChanges = (onChange: () => void): WaitingChanges => {
  let requests: RequestEntry[] = [];
  let jobs = new Set<JobRecord>();
  let removed: JobRecord[] = [];
  let parts = new Set<Change["of"]>();
  let isTooMuch = false;
  const changed = (): void => {
    isTooMuch ||= requests.length + jobs.size + removed.length > most;
    if (isTooMuch) [requests, jobs, removed] = [[], new Set(), []];
    onChange();
  };
  const isEmpty = (): boolean => requests.length + jobs.size + removed.length + parts.size === 0 && !isTooMuch;
  return {
    addRequest: (entry) => {
      requests.push(entry);
      changed();
    },
    add: (change) => {
      if (change.of === "job") jobs.add(change.record);
      else if (change.of === "removed") removed.push(...change.records.slice(0, most + 1));
      // Whatever was told before may be different now.
      else if (change.of === "reloaded") isTooMuch = true;
      else parts.add(change.of);
      // What was removed is not reported as changed afterwards, nor the other way round.
      if (change.of === "removed") for (const record of change.records) jobs.delete(record);
      changed();
    },
    isEmpty,
    take: () => {
      const taken = { requests, jobs: [...jobs], removed, parts, isTooMuch };
      [requests, jobs, removed, parts, isTooMuch] = [[], new Set(), [], new Set(), false];
      return taken;
    },
  };
};

// As much as is told one by one; beyond it a snapshot is shorter.
const most = 2000;
