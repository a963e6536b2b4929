import type { Row } from "../row.ts";
import { runProbe } from "../run-probe.ts";
import type { AbortFigures } from "./abort-probe.ts";
import { libraries, peers } from "./libraries.ts";

const limitMs = 50;

/** How long the abort of 10,000 waits takes, and what it leaves. */
export const abortRow = async (): Promise<Row> => {
  const figures = new Map<string, AbortFigures>();
  for (const name of Object.keys(libraries))
    figures.set(name, await runProbe<AbortFigures>(new URL("abort-probe.ts", import.meta.url), name));
  const [best = ""] = [...peers].sort((one, other) => (figures.get(one)?.ms ?? 0) - (figures.get(other)?.ms ?? 0));
  const ours = figures.get("genwait");
  return {
    figure: "abort of all",
    target: `<= ${limitMs} ms, nothing left`,
    ours: textOf(ours),
    peer: textOf(figures.get(best)),
    peerName: best,
    ok: ours !== undefined && ours.ms <= limitMs && ours.timers === 0 && ours.listeners === 0,
  };
};

const textOf = (figures: AbortFigures | undefined): string =>
  figures === undefined
    ? ""
    : `${figures.ms.toFixed(0)} ms, ${figures.timers} timers, ${figures.listeners} listeners left`;
