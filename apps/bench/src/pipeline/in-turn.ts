import { type Command, timeProcess } from "./time-process.ts";

/** The middle of several times. */
export const median = (times: readonly number[]): number =>
  times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;

/** Medians of two commands that run in turn, so that whatever else the machine does meets both; the first round of each is thrown away. */
export const inTurn = async (
  ours: Command,
  peer: Command,
): Promise<{ readonly ours: number; readonly peer: number }> => {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, command] of [
      ["ours", ours],
      ["peer", peer],
    ] as const) {
      const elapsedMs = await timeProcess(command);
      if (round > 0) times[name].push(elapsedMs);
    }
  }
  return { ours: median(times.ours), peer: median(times.peer) };
};

// Enough for a median that a single disturbance does not move.
const rounds = 7;
