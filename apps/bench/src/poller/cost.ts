import type { Row } from "../row.ts";
import { runProbe } from "../run-probe.ts";
import { libraries, peers } from "./libraries.ts";

const shareOfPeer = 0.7;
const signalFactor = 1.1;
const rounds = 3;

/** CPU for each of 80,000 polls, and the same with one signal shared by all. */
export const costRows = async (): Promise<Row[]> => {
  const plain: Record<string, number> = {};
  const signalled: Record<string, number> = {};
  for (const name of Object.keys(libraries)) {
    plain[name] = await measure(name, "plain");
    // Minutes, and hundreds of listeners' warnings: its cost with a shared signal is known to be no match.
    signalled[name] = await measure(name, "signal");
  }
  const [best = ""] = [...peers].sort((one, other) => (plain[one] ?? 0) - (plain[other] ?? 0));
  const factor = (name: string): number => (signalled[name] ?? 0) / (plain[name] ?? 0);
  const [bestFactor = ""] = [...peers].sort((one, other) => factor(one) - factor(other));
  const ours = plain.genwait ?? Infinity;
  const limit = shareOfPeer * (plain["p-wait-for"] ?? 0);
  return [
    {
      figure: "CPU for each poll",
      target: `<= ${shareOfPeer} x p-wait-for`,
      ours: `${ours.toFixed(2)} us`,
      peer: `${plain[best]?.toFixed(2)} us`,
      peerName: best,
      ok: ours <= limit,
    },
    {
      figure: "the same with one AbortSignal shared by all",
      target: `<= ${signalFactor} x without`,
      ours: `${factor("genwait").toFixed(2)} x`,
      peer: `${factor(bestFactor).toFixed(2)} x`,
      peerName: bestFactor,
      ok: factor("genwait") <= signalFactor,
    },
  ];
};

// The least of a few runs: what else a machine does only adds.
const measure = async (name: string, mode: "plain" | "signal"): Promise<number> => {
  const figures: number[] = [];
  for (let round = 0; round < rounds; round++)
    figures.push(await runProbe<number>(new URL("cost-probe.ts", import.meta.url), name, mode));
  return Math.min(...figures);
};
