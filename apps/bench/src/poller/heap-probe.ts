import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { memoryJobs } from "./bench-job.ts";
import { libraries } from "./libraries.ts";

/** Prints the heap of one waiting job in kB; each wait is called in an asynchronous context of its own. */
const count = 10_000;
const options = { intervalMs: 60_000 };
const tenants = new AsyncLocalStorage<{ readonly tenant: number }>();

const usedAfterCollection = (): number => {
  for (let round = 0; round < 4; round++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const wait = libraries[process.argv[2] ?? ""]?.();
if (wait === undefined) throw new Error("Failed to measure: name a library.");

// Code, and whatever a library makes once, is no cost of a job.
await Promise.all(memoryJobs(500, 3).map((job) => wait(job, { intervalMs: 20 })));
await sleep(500);
// The contexts are the caller's, not the wait's.
const contexts = Array.from({ length: count }, (_, tenant) => ({ tenant }));
const before = usedAfterCollection();
let jobs = memoryJobs(count, 1000);
const waits = jobs.map((job, index) => tenants.run(contexts[index] ?? { tenant: -1 }, () => wait(job, options)));
waits.length = 0;
jobs = [];
// The first polls of many waits are spread over up to an interval of their number in milliseconds.
await sleep(12_000);
console.log(JSON.stringify((usedAfterCollection() - before) / count / 1000));
process.exit();
