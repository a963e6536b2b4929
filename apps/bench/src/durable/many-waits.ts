import { setTimeout as delay } from "node:timers/promises";

import type { Row, RunOptions } from "../table.ts";
import { Fleet, progress, until } from "./processes.ts";
import { openServer } from "./server.ts";
import type { WorkerUsage } from "./worker-process.ts";

const noPeer = { peer: "", peerName: "" };

/**
 * Left to itself V8 keeps as much garbage as the machine has room for: on 24 GB this worker grows to 1 GB, of which 170 MB
 * are alive. With these it keeps to what a small machine has.
 */
const nodeOptions = ["--max-old-space-size=310", "--max-semi-space-size=16"];

/** What a hundred thousand waits take of one worker that polls them over HTTP with a generated client. */
export const manyWaits = async ({ isQuick }: RunOptions): Promise<readonly Row[]> => {
  const count = isQuick ? 10_000 : 100_000;
  // 2,000 polls a second, and for the quick form 1,000.
  const intervalMs = isQuick ? 10_000 : 50_000;
  const windowMs = isQuick ? 15_000 : 60_000;
  const server = await openServer();
  const fleet = new Fleet();
  try {
    const service = await fleet.start(new URL("service-process.ts", import.meta.url), {});
    const origin = await service.order<string>("origin");
    const settings = { store: server.url, service: origin, intervalMs };
    const adder = await fleet.start(new URL("worker-process.ts", import.meta.url), settings);
    for (let n = 0; n < count; n += 1_000) {
      await adder.order("add", { ids: Array.from({ length: 1_000 }, (_, index) => `job-${n + index}`) });
      if (n % 10_000 === 0) progress(`${n} of ${count} waits added`);
    }
    await fleet.kill(adder, "SIGTERM");
    const worker = await fleet.start(new URL("worker-process.ts", import.meta.url), settings, nodeOptions);
    await worker.order("work");
    const usage = (): Promise<WorkerUsage> => worker.order<WorkerUsage>("usage");
    await until("every job is polled", 300_000, async () => {
      const { openWaits, polls } = await usage();
      progress(`${openWaits} waits, ${polls} polls`);
      await delay(2_000);
      return polls > count * 1.05;
    });
    const before = await usage();
    await delay(windowMs);
    const after = await usage();
    const polls = after.polls - before.polls;
    const pollUs = ((after.cpuMs - before.cpuMs) * 1000) / polls;
    return [
      {
        figure: `${count} waits in one worker: resident memory, with ${nodeOptions.join(" ")}`,
        target: "<= 450 MB",
        ours: `${after.rssMb.toFixed(0)} MB`,
        ok: after.rssMb <= 450,
        ...noPeer,
      },
      {
        figure: `CPU of the worker for each poll over HTTP, ${Math.round((polls * 1000) / windowMs)} a second`,
        target: "<= 250 us",
        ours: `${pollUs.toFixed(0)} us`,
        ok: pollUs <= 250,
        ...noPeer,
      },
    ];
  } finally {
    await fleet.end();
    await server.drop();
  }
};
