import { spawn } from "node:child_process";
import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { BenchJob, type PollState } from "./bench-job.ts";
import { libraries } from "./libraries.ts";

export interface HttpFigures {
  readonly sockets: number;
  readonly stallMs: number;
  /** Behind the job's end, in intervals. */
  readonly p99Lag: number;
  readonly failed: number;
}

const count = 10_000;
const intervalMs = 5000;
/** Jobs end anywhere between these, once the first polls of all are over. */
const [firstEndMs, lastEndMs] = [12_000, 30_000];

const wait = libraries[process.argv[2] ?? ""]?.();
if (wait === undefined) throw new Error("Failed to measure: name a library.");

const server = spawn(process.execPath, [fileURLToPath(new URL("http-server.ts", import.meta.url))], {
  stdio: ["pipe", "pipe", "inherit"],
});
const lines = createInterface(server.stdout);
const [port] = await once(lines, "line");

const pollState: PollState = async ({ id }, { signal } = {}) => {
  const response = await fetch(`http://127.0.0.1:${port}/${id}`, signal === undefined ? {} : { signal });
  const body: { readonly status: "pending" | "succeeded" } = await response.json();
  return { state: { phase: body.status, body } };
};

const startMs = Date.now();
const lagsMs: number[] = [];
let failed = 0;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
await Promise.all(
  Array.from({ length: count }, async (_, index) => {
    const endsAtMs = startMs + firstEndMs + Math.floor(Math.random() * (lastEndMs - firstEndMs));
    try {
      await wait(new BenchJob(`${index}-${endsAtMs}`, pollState), { intervalMs });
      lagsMs.push(Date.now() - endsAtMs);
    } catch {
      failed++;
    }
  }),
);
delay.disable();
server.stdin.write("\n");
const [sockets] = await once(lines, "line");
lagsMs.sort((one, other) => one - other);
const figures: HttpFigures = {
  sockets: Number(sockets),
  stallMs: delay.max / 1e6,
  p99Lag: (lagsMs[Math.floor(lagsMs.length * 0.99)] ?? Infinity) / intervalMs,
  failed,
};
console.log(JSON.stringify(figures));
server.stdin.end();
process.exit();
