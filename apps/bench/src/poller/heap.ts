import type { Row } from "../row.ts";
import { runProbe } from "../run-probe.ts";
import { libraries, peers } from "./libraries.ts";

const limitKb = 0.65;

/** Heap for each of 10,000 jobs that wait, job object and last state included. */
export const heapRow = async (): Promise<Row> => {
  const probe = new URL("heap-probe.ts", import.meta.url);
  const kb: Record<string, number> = {};
  for (const name of Object.keys(libraries)) kb[name] = await runProbe<number>(probe, name);
  const [best = ""] = [...peers].sort((one, other) => (kb[one] ?? 0) - (kb[other] ?? 0));
  const ours = kb.genwait ?? Infinity;
  return {
    figure: "heap for each waiting job, job and last state included",
    target: `<= ${limitKb} kB`,
    ours: `${ours.toFixed(2)} kB`,
    peer: `${kb[best]?.toFixed(2)} kB`,
    peerName: best,
    ok: ours <= limitKb,
  };
};
