import { getEventListeners, setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { memoryJobs } from "./bench-job.ts";
import { libraries } from "./libraries.ts";

export interface AbortFigures {
  readonly ms: number;
  readonly timers: number;
  readonly listeners: number;
}

const wait = libraries[process.argv[2] ?? ""]?.();
if (wait === undefined) throw new Error("Failed to measure: name a library.");

const controller = new AbortController();
const { signal } = controller;
setMaxListeners(0, signal);
const waits = memoryJobs(10_000, 1000).map((job) => wait(job, { intervalMs: 5000, signal }).catch(() => {}));
await sleep(7000);
const timersBefore = countTimers();
const start = performance.now();
controller.abort();
await Promise.all(waits);
const ms = performance.now() - start;
const figures: AbortFigures = {
  ms,
  timers: timersBefore === 0 ? -1 : countTimers(),
  listeners: getEventListeners(signal, "abort").length,
};
console.log(JSON.stringify(figures));
process.exit();

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
}
