import type { Engine } from "./engine.ts";
import type { SomeState, Waiter } from "./loop.ts";
import { settleWait } from "./settle-wait.ts";

/** Tells one who waits of a state that is not the one before. What the callback throws ends this wait and no other. */
export const updateWait = (engine: Engine, waiter: Waiter, state: SomeState, before?: SomeState): void => {
  const { loop, options } = waiter;
  try {
    // They come from JSON, so their text tells whether they are the same.
    if (loop && JSON.stringify(state) !== JSON.stringify(before)) options.onUpdate?.(state, loop.job);
  } catch (error) {
    settleWait(engine, waiter, Promise.reject(error), "threw");
  }
};
