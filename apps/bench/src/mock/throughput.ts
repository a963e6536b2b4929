import type { Row } from "../row.ts";
import { headersOf, pathOf, startOurs, startPrism } from "./contestant.ts";
import { answersPerSecond } from "./load.ts";

const rounds = 5;
const durationMs = 1500;

/** Status reads of known jobs, turn by turn so that both meet the same machine; the best round of each counts. */
export const throughputRow = async (): Promise<Row> => {
  const contestants = [await startOurs(4930), await startPrism(4931)];
  try {
    const best = [0, 0];
    for (let round = 0; round <= rounds; round++) {
      for (const [index, { port }] of contestants.entries()) {
        const rate = await answersPerSecond({ port, path: pathOf, headers: headersOf, connections: 16, durationMs });
        // The first round is for the compiler.
        if (round > 0) best[index] = Math.max(best[index] ?? 0, rate);
      }
    }
    const [ours = 0, peer = 1] = best;
    return {
      figure: "status reads a second, 16 connections, one core",
      target: "≥ 7 ×",
      ours: `${Math.round(ours)} (${(ours / peer).toFixed(1)} ×)`,
      peer: `${Math.round(peer)}`,
      peerName: "Prism CLI 5.16",
      ok: ours >= 7 * peer,
    };
  } finally {
    for (const { stop } of contestants) stop();
  }
};
