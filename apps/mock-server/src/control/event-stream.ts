import type { JobRecord } from "../job/job-record.ts";
import type { Changes } from "../service/changes.ts";
import type { MockControl } from "./control.ts";
import type { JobReport } from "./job-report.ts";
import { reportClock, reportFault, reportScenarios } from "./reports.ts";
import { createWaitingChanges, type Taken } from "./waiting-changes.ts";

/** Where a stream takes its news from. */
export interface EventSource {
  readonly control: MockControl;
  readonly changes: Changes;
  /** An event with everything there is, encoded: many streams may share it. */
  readonly snapshot: () => Uint8Array;
  readonly report: (record: JobRecord) => JobReport;
  /** Aborted when the mock closes. */
  readonly closed: AbortSignal;
}

/** A snapshot, then every change, as server-sent events for as long as somebody reads them. */
export const eventStream = async function* (source: EventSource): AsyncGenerator<string | Uint8Array> {
  const { control, changes, snapshot, closed } = source;
  const waiting = createWaitingChanges();
  const ends = [control.requests.subscribe(waiting.addRequest), changes.subscribe(waiting.add)];
  const sign = setInterval(() => waiting.add({ of: "clock" }), heartbeatMs);
  closed.addEventListener("abort", waiting.wake, { once: true });
  try {
    // The snapshot may be a moment old; nothing changed since but the time.
    yield "retry: 1000\n\n";
    yield snapshot();
    yield event("clock", reportClock(control));
    while (!closed.aborted) {
      await waiting.something();
      const taken = waiting.take();
      yield taken.isTooMuch ? snapshot() : eventsOf(taken, source);
      await pause();
    }
  } finally {
    clearInterval(sign);
    closed.removeEventListener("abort", waiting.wake);
    for (const end of ends) end();
  }
};

// A proxy or a browser ends streams that are silent for long.
const heartbeatMs = 15_000;

// Changes come in bunches; a page that is told twenty times a second shows no more than one that is told of each.
const pauseMs = 50;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));

const eventsOf = ({ requests, jobs, removed, parts }: Taken, { control, report }: EventSource): string =>
  [
    removed.length > 0 &&
      event(
        "removed",
        removed.map(({ api, job, id }) => ({ api, job: job.declaration.name, id })),
      ),
    // After what was removed: an id that was deleted may be used again.
    jobs.length > 0 && event("jobs", jobs.map(report)),
    parts.has("cleared") && event("cleared", {}),
    requests.length > 0 && event("requests", requests),
    parts.has("clock") && event("clock", reportClock(control)),
    parts.has("scenarios") && event("scenarios", reportScenarios(control)),
    parts.has("faults") && event("faults", control.faults.list().map(reportFault)),
  ]
    .filter((text) => text !== false)
    .join("");

/** A server-sent event. */
export const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
