/** @import { ClockState } from "./types.js" */

/**
 * The mock's clock, kept going between two reports of it.
 *
 * @param {() => number} elapsedMs the page's own monotonic time
 */
export const createMockClock = (elapsedMs) => {
  /** @type {ClockState} */
  let state = { nowMs: 0, callerMs: 0, speed: 0, jumpedMs: 0 };
  let setAtMs = 0;
  return {
    /** @param {ClockState} reported */
    set: (reported) => {
      state = reported;
      setAtMs = elapsedMs();
    },
    /** The mock's time. */
    now: () => state.nowMs + (elapsedMs() - setAtMs) * state.speed,
    /** The time in which callers live: jumps count, speed does not. */
    callerNow: () => state.callerMs + (elapsedMs() - setAtMs) * Math.min(1, state.speed),
    /** Whether the mock has told its time. */
    isSet: () => state.nowMs > 0,
    get speed() {
      return state.speed;
    },
  };
};
