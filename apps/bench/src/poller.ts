import { bundledTextKb, median } from "./figures.ts";
import type { AbortFigures } from "./poller/abort-probe.ts";
import type { HttpFigures } from "./poller/http-probe.ts";
import { libraries, peers } from "./poller/libraries.ts";
import { runProbe } from "./run-probe.ts";
import type { Measurement, Row } from "./table.ts";

const probe = <Figures>(name: string, ...args: readonly string[]): Promise<Figures> =>
  runProbe<Figures>(new URL(`poller/${name}-probe.ts`, import.meta.url), ...args);

/** The peer with the smallest figure. */
const bestOf = (figures: ReadonlyMap<string, number>): string =>
  [...peers].sort((one, other) => (figures.get(one) ?? Infinity) - (figures.get(other) ?? Infinity))[0] ?? "";

/** Medians of libraries that are measured in turn, so that whatever else the machine does meets all of them. */
const inTurn = async (
  names: readonly string[],
  rounds: number,
  measure: (name: string) => Promise<number>,
): Promise<ReadonlyMap<string, number>> => {
  const figures = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) for (const name of names) figures.get(name)?.push(await measure(name));
  return new Map([...figures].map(([name, all]) => [name, median(all)]));
};

/** Heap for each of 10,000 jobs that wait. */
const heap = async (): Promise<readonly Row[]> => {
  const limitKb = 0.95;
  const kb = await inTurn(Object.keys(libraries), 1, (name) => probe<number>("heap", name));
  const [best, ours = Infinity] = [bestOf(kb), kb.get("genwait")];
  return [
    {
      figure: "heap for each waiting job: job, last state, async context",
      target: `<= ${limitKb} kB`,
      ours: `${ours.toFixed(2)} kB`,
      peer: `${kb.get(best)?.toFixed(2)} kB`,
      peerName: best,
      ok: ours <= limitKb,
    },
  ];
};

const cost = (name: string, waits = 10_000, mode = "plain"): Promise<number> =>
  probe<number>("cost", name, `${waits}`, mode);

/** CPU for each poll at 10,000 waits, and at 100,000. */
const cpu = async (): Promise<readonly Row[]> => {
  const [limit, growth] = [1.2, 1.5];
  const us = await inTurn(["genwait", "p-wait-for"], 5, (name) => cost(name));
  const many = await inTurn(["genwait", "p-wait-for"], 3, (name) => cost(name, 100_000));
  const [ours = Infinity, peer = 0] = [us.get("genwait"), us.get("p-wait-for")];
  const [oursMany = Infinity, peerMany = 0] = [many.get("genwait"), many.get("p-wait-for")];
  return [
    {
      figure: "CPU for each poll, 10,000 waits",
      target: `<= ${limit} x p-wait-for`,
      ours: `${ours.toFixed(2)} us (${(ours / peer).toFixed(2)} x)`,
      peer: `${peer.toFixed(2)} us`,
      peerName: "p-wait-for",
      ok: ours <= limit * peer,
    },
    {
      figure: "CPU for each poll, 100,000 waits",
      target: `<= ${growth} x that at 10,000`,
      ours: `${oursMany.toFixed(2)} us (${(oursMany / ours).toFixed(2)} x)`,
      peer: `${peerMany.toFixed(2)} us (${(peerMany / peer).toFixed(2)} x)`,
      peerName: "p-wait-for",
      ok: oursMany <= growth * ours,
    },
  ];
};

/** What one AbortSignal costs that all waits share. */
const sharedSignal = async (): Promise<readonly Row[]> => {
  const limit = 1.1;
  // Of the peers only this one has a cost that can be waited for: p-wait-for's grows with the square.
  const lro = (await cost("core-lro", 10_000, "signal")) / (await cost("core-lro"));
  const factors: number[] = [];
  for (let round = 0; round < 3; round++)
    factors.push((await cost("genwait", 10_000, "signal")) / (await cost("genwait")));
  const factor = median(factors);
  return [
    {
      figure: "the same with one AbortSignal shared by all",
      target: `<= ${limit} x without`,
      ours: `${factor.toFixed(2)} x`,
      peer: `${lro.toFixed(2)} x`,
      peerName: "core-lro",
      ok: factor <= limit,
    },
  ];
};

/** How long the abort of 10,000 waits takes, and what it leaves. */
const abort = async (): Promise<readonly Row[]> => {
  const limitMs = 50;
  const figures = new Map<string, AbortFigures>();
  for (const name of Object.keys(libraries)) figures.set(name, await probe<AbortFigures>("abort", name));
  const best = bestOf(new Map([...figures].map(([name, { ms }]) => [name, ms])));
  const ours = figures.get("genwait");
  return [
    {
      figure: "abort of 10,000 waits",
      target: `<= ${limitMs} ms, nothing left`,
      ours: abortText(ours),
      peer: abortText(figures.get(best)),
      peerName: best,
      ok: ours !== undefined && ours.ms <= limitMs && ours.timers === 0 && ours.listeners === 0,
    },
  ];
};

const abortText = (figures: AbortFigures | undefined): string =>
  figures === undefined
    ? ""
    : `${figures.ms.toFixed(0)} ms, ${figures.timers} timers, ${figures.listeners} listeners left`;

/** 10,000 jobs over HTTP on loopback, polled every 5 seconds. */
const http = async (): Promise<readonly Row[]> => {
  const limits = { sockets: 256, stallMs: 150, p99Lag: 1.05 };
  const ours = await probe<HttpFigures>("http", "genwait");
  const peer = await probe<HttpFigures>("http", "p-wait-for");
  return [
    {
      figure: "10,000 waits over HTTP: sockets, worst stall, p99 lag in intervals",
      target: `<= ${limits.sockets}, ${limits.stallMs} ms, ${limits.p99Lag}`,
      ours: httpText(ours),
      peer: httpText(peer),
      peerName: "p-wait-for",
      ok:
        ours.sockets <= limits.sockets &&
        ours.stallMs <= limits.stallMs &&
        ours.p99Lag <= limits.p99Lag &&
        ours.failed === 0,
    },
  ];
};

const httpText = ({ sockets, stallMs, p99Lag, failed }: HttpFigures): string =>
  `${sockets}, ${stallMs.toFixed(0)} ms, ${p99Lag.toFixed(2)}${failed === 0 ? "" : `, ${failed} failed`}`;

/** How long 10,000 calls that wait for one and the same job take before they give the thread back. */
const oneJob = async (): Promise<readonly Row[]> => {
  const limitMs = 50;
  const ms = await inTurn(["genwait", "p-wait-for"], 3, (name) => probe<number>("one-job", name));
  const ours = ms.get("genwait") ?? Infinity;
  return [
    {
      figure: "10,000 waits for one job, synchronous CPU",
      target: `<= ${limitMs} ms`,
      ours: `${ours.toFixed(0)} ms`,
      peer: `${ms.get("p-wait-for")?.toFixed(0)} ms, which polls 10,000 times`,
      peerName: "p-wait-for",
      ok: ours <= limitMs,
    },
  ];
};

/** What a bundle grows by. The peer is the one with features to compare: p-wait-for has neither a rate limit nor retries. */
const size = async (): Promise<readonly Row[]> => {
  const limitKb = 6;
  const ours = await bundledTextKb(`export { createPoller } from "@genwait/poller";`);
  const lro = await bundledTextKb(`export { createHttpPoller } from "@azure/core-lro";`);
  const small = await bundledTextKb(`export { default } from "p-wait-for";`);
  return [
    {
      figure: "poller, minified and gzipped",
      target: `<= ${limitKb} kB`,
      ours: `${ours.toFixed(2)} kB`,
      peer: `${lro.toFixed(2)} kB (p-wait-for ${small.toFixed(2)})`,
      peerName: "core-lro",
      ok: ours <= limitKb,
    },
  ];
};

/** What waiting costs. */
export const measurements: readonly Measurement[] = [
  { name: "heap of 10,000 waits, four libraries, about a minute", run: heap },
  { name: "CPU of a poll at 10,000 and 100,000 waits, about four minutes", run: cpu },
  { name: "one signal shared by 10,000 waits", run: sharedSignal },
  { name: "abort of 10,000 waits", run: abort },
  { name: "10,000 waits over HTTP, about a minute and a half", run: http },
  { name: "10,000 waits for one job", run: oneJob },
  { name: "size of the bundle", run: size },
];
