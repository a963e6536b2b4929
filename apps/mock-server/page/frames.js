/**
 * Draws at once when somebody asks, soon when there is news, and else as often as passing time is worth a pixel; but never so
 * often that it takes more than a fifth of the time. Nothing runs while nobody looks.
 *
 * @param {(asked: "all" | "some" | undefined) => number} draw gives the milliseconds until time alone is worth another
 */
export const createFrames = (draw) => {
  /** @type {"all" | "some" | undefined} */
  let asked = "all";
  let dueAtMs = 0;
  let restUntilMs = 0;
  /** @param {number} nowMs */
  const frame = (nowMs) => {
    if (asked !== undefined || nowMs >= Math.max(dueAtMs, restUntilMs)) {
      const was = asked;
      asked = undefined;
      const beganAtMs = performance.now();
      dueAtMs = nowMs + draw(was);
      restUntilMs = nowMs + (performance.now() - beganAtMs) * 5;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return {
    /**
     * Somebody did something and waits to see it.
     *
     * @param {"all" | "some"} [what]
     */
    ask: (what = "some") => {
      if (asked !== "all") asked = what;
    },
    /** There is news. */
    soon: () => {
      dueAtMs = Math.min(dueAtMs, performance.now() + newsAfterMs);
    },
  };
};

// What changes is shown as it changes, but a thousand requests a second are shown in portions.
const newsAfterMs = 50;
