import type { Row } from "../row.ts";
import { runProbe } from "../run-probe.ts";
import { startOurs, startPrism } from "./contestant.ts";

const rounds = 5;

/** From the start of a process to its first good answer; the best of a few starts, turn by turn. */
export const firstAnswerRow = async (): Promise<Row> => {
  const best = { ours: Number.POSITIVE_INFINITY, peer: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    for (const [name, start] of [
      ["ours", startOurs],
      ["peer", startPrism],
    ] as const) {
      const contestant = await start(4932);
      best[name] = Math.min(best[name], contestant.firstAnswerMs);
      contestant.stop();
      await closed(4932);
    }
  }
  const { ours, peer } = best;
  return {
    figure: "first answer after the start of the process",
    target: "≤ 0.8 ×",
    ours: `${Math.round(ours)} ms (${(ours / peer).toFixed(2)} ×)`,
    peer: `${Math.round(peer)} ms`,
    peerName: "Prism CLI 5.16",
    ok: ours <= 0.8 * peer,
  };
};

/** A second server in a process that has one. */
export const secondServerRow = async (): Promise<Row> => {
  const { secondMs } = await runProbe<{ readonly secondMs: number }>(new URL("second-probe.ts", import.meta.url));
  return {
    figure: "second server in the same process",
    target: "≤ 50 ms",
    ours: `${Math.round(secondMs)} ms`,
    peer: "",
    peerName: "",
    ok: secondMs <= 50,
  };
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
