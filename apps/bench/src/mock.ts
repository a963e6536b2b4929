import { headersOf, pathOf, startOurs, startPrism } from "./mock/contestant.ts";
import { responsesPerSecond } from "./mock/load.ts";
import { runProbe } from "./run-probe.ts";
import type { Measurement, Row } from "./table.ts";

const prism = "Prism CLI 5.16";
const noPeer = { peer: "", peerName: "" };
const rounds = 5;

/** Status polls of known jobs, turn by turn so that both meet the same machine; the best round of each counts. */
const throughput = async (): Promise<readonly Row[]> => {
  const durationMs = 1500;
  const contestants = [await startOurs(4930), await startPrism(4931)];
  try {
    const best = [0, 0];
    for (let round = 0; round <= rounds; round++) {
      for (const [index, { port }] of contestants.entries()) {
        const rate = await responsesPerSecond({ port, path: pathOf, headers: headersOf, connections: 16, durationMs });
        // The first round is for the compiler.
        if (round > 0) best[index] = Math.max(best[index] ?? 0, rate);
      }
    }
    const [ours = 0, peer = 1] = best;
    return [
      {
        figure: "status polls a second, 16 connections, one core",
        target: ">= 7 x",
        ours: `${Math.round(ours)} (${(ours / peer).toFixed(1)} x)`,
        peer: `${Math.round(peer)}`,
        peerName: prism,
        ok: ours >= 7 * peer,
      },
    ];
  } finally {
    for (const { stop } of contestants) stop();
  }
};

/** From the start of a process to its first good response; the best of a few starts, turn by turn. */
const firstResponse = async (): Promise<readonly Row[]> => {
  const port = 4932;
  const best = { ours: Number.POSITIVE_INFINITY, peer: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    for (const [name, start] of [
      ["ours", startOurs],
      ["peer", startPrism],
    ] as const) {
      const contestant = await start(port);
      best[name] = Math.min(best[name], contestant.firstResponseMs);
      contestant.stop();
      await closed(port);
    }
  }
  const { ours, peer } = best;
  return [
    {
      figure: "first response after the start of the process",
      target: "<= 0.8 x",
      ours: `${Math.round(ours)} ms (${(ours / peer).toFixed(2)} x)`,
      peer: `${Math.round(peer)} ms`,
      peerName: prism,
      ok: ours <= 0.8 * peer,
    },
  ];
};

const closed = async (port: number): Promise<void> => {
  for (;;) {
    const isOpen = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (!isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** A second server in a process that has one. */
const secondServer = async (): Promise<readonly Row[]> => {
  const probe = new URL("mock/second-probe.ts", import.meta.url);
  const { secondMs } = await runProbe<{ readonly secondMs: number }>(probe);
  return [
    {
      figure: "second server in the same process",
      target: "<= 50 ms",
      ours: `${Math.round(secondMs)} ms`,
      ok: secondMs <= 50,
      ...noPeer,
    },
  ];
};

interface Memory {
  readonly jobsMb: number;
  readonly timers: number;
  readonly growthMb: number;
}

/** What jobs and requests leave in memory. */
const memory = async (): Promise<readonly Row[]> => {
  const { jobsMb, timers, growthMb } = await runProbe<Memory>(new URL("mock/memory-probe.ts", import.meta.url));
  return [
    {
      figure: "100,000 running jobs",
      target: "<= 100 MB",
      ours: `${jobsMb.toFixed(0)} MB`,
      ok: jobsMb <= 100,
      ...noPeer,
    },
    { figure: "timers for them", target: "0", ours: `${timers}`, ok: timers === 0, ...noPeer },
    {
      figure: "growth over 360,000 requests, 30 refused bodies of 9 MB among them",
      target: "flat",
      ours: `${growthMb.toFixed(1)} MB`,
      ok: growthMb < 5,
      ...noPeer,
    },
  ];
};

/** What the mock server costs, beside Prism's CLI on the same document. */
export const measurements: readonly Measurement[] = [
  { name: "status polls a second, in turn with Prism", run: throughput },
  { name: "first response of a new process, in turn with Prism", run: firstResponse },
  { name: "second server in the same process", run: secondServer },
  { name: "memory of jobs and of requests, about a minute", run: memory },
];
