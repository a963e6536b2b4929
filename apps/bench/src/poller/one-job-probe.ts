import { BenchJob } from "./bench-job.ts";
import { libraries } from "./libraries.ts";

/** Prints the synchronous time of 10,000 calls that wait for one and the same job, in milliseconds. */
const count = 10_000;

const wait = libraries[process.argv[2] ?? ""]?.();
if (wait === undefined) throw new Error("Failed to measure: name a library.");

const job = new BenchJob("job-0", async ({ id }) => ({ state: { phase: "pending", body: { id, status: "pending" } } }));
const start = performance.now();
for (let index = 0; index < count; index++) wait(job, { intervalMs: 60_000 }).catch(() => {});
console.log(JSON.stringify(performance.now() - start));
process.exit();
