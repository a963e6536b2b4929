import type { Row } from "../row.ts";
import { runProbe } from "../run-probe.ts";

interface Memory {
  readonly jobsMb: number;
  readonly timers: number;
  readonly growthMb: number;
}

/** What jobs and requests leave in memory. */
export const memoryRows = async (): Promise<readonly Row[]> => {
  const { jobsMb, timers, growthMb } = await runProbe<Memory>(new URL("memory-probe.ts", import.meta.url));
  const none = { peer: "", peerName: "" };
  return [
    { figure: "100,000 jobs alive", target: "≤ 100 MB", ours: `${jobsMb.toFixed(0)} MB`, ok: jobsMb <= 100, ...none },
    { figure: "timers for them", target: "0", ours: `${timers}`, ok: timers === 0, ...none },
    {
      figure: "growth over 360,000 requests",
      target: "flat",
      ours: `${growthMb.toFixed(1)} MB`,
      ok: growthMb < 5,
      ...none,
    },
  ];
};
