import { setMaxListeners } from "node:events";
import { memoryJobs } from "./bench-job.ts";
import { libraries } from "./libraries.ts";

/** Prints the CPU of one poll in microseconds: so many waits, eight polls each, 40,000 polls a second. */
const polls = 8;

const [, , name = "", waits = "10000", mode] = process.argv;
const count = Number(waits);
const wait = libraries[name]?.();
if (wait === undefined) throw new Error("Failed to measure: name a library.");

const controller = new AbortController();
setMaxListeners(0, controller.signal);
const options = { intervalMs: count / 40, ...(mode === "signal" && { signal: controller.signal }) };
const round = (): Promise<unknown> => Promise.all(memoryJobs(count, polls).map((job) => wait(job, options)));

// Once for the compiler; what it does then is no cost of a poll.
await round();
globalThis.gc?.();
const before = process.cpuUsage();
await round();
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify((user + system) / count / polls));
process.exit();
