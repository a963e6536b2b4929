import type { Row } from "../row.ts";
import { runProbe } from "../run-probe.ts";
import { peers } from "./libraries.ts";

const shareOfPeer = 0.7;
const signalFactor = 1.1;
/** The two whose ratio counts are measured in turns, and more than once: what else a machine does only adds. */
const rounds = 3;

/** CPU for each of 80,000 polls, and the same with one signal shared by all. */
export const costRows = async (): Promise<Row[]> => {
  const plain: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    for (const name of ["genwait", "p-wait-for"])
      plain[name] = Math.min(plain[name] ?? Infinity, await measure(name, "plain"));
  }
  for (const name of peers) plain[name] ??= await measure(name, "plain");
  // Of the peers only this one has a cost with a shared signal that can be waited for: p-wait-for's grows with the square.
  const lro = (await measure("core-lro", "signal")) / (plain["core-lro"] ?? 1);
  const factors: number[] = [];
  for (let round = 0; round < rounds; round++)
    factors.push((await measure("genwait", "signal")) / (await measure("genwait", "plain")));
  const factor = Math.min(...factors);
  const [best = ""] = [...peers].sort((one, other) => (plain[one] ?? 0) - (plain[other] ?? 0));
  const ours = plain.genwait ?? Infinity;
  return [
    {
      figure: "CPU for each poll",
      target: `<= ${shareOfPeer} x p-wait-for`,
      ours: `${ours.toFixed(2)} us`,
      peer: `${plain[best]?.toFixed(2)} us`,
      peerName: best,
      ok: ours <= shareOfPeer * (plain["p-wait-for"] ?? 0),
    },
    {
      figure: "the same with one AbortSignal shared by all",
      target: `<= ${signalFactor} x without`,
      ours: `${factor.toFixed(2)} x`,
      peer: `${lro.toFixed(2)} x`,
      peerName: "core-lro",
      ok: factor <= signalFactor,
    },
  ];
};

const measure = (name: string, mode: "plain" | "signal"): Promise<number> =>
  runProbe<number>(new URL("cost-probe.ts", import.meta.url), name, mode);
