import { BenchJob } from "./bench-job.ts";
import { libraries } from "./libraries.ts";

/** Prints what 10,000 calls that wait for one and the same job take before they give the thread back, in milliseconds of CPU. */
const count = 10_000;

const wait = libraries[process.argv[2] ?? ""]?.();
if (wait === undefined) throw new Error("Failed to measure: name a library.");

const job = new BenchJob("job-0", async ({ id }) => ({ state: { phase: "pending", body: { id, status: "pending" } } }));
const start = process.cpuUsage();
for (let index = 0; index < count; index++) wait(job, { intervalMs: 60_000 }).catch(() => {});
const { user, system } = process.cpuUsage(start);
console.log(JSON.stringify((user + system) / 1000));
process.exit();
