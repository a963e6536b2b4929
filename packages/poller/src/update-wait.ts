import type { Engine } from "./engine.ts";
import type { SomeState, Waiter } from "./loop.ts";
import { settleWait } from "./settle-wait.ts";

/** Tells one who waits of a state. What the callback throws ends this wait and no other. */
export const updateWait = (engine: Engine, waiter: Waiter, state: SomeState): void => {
  if (waiter.loop === undefined || waiter.options?.onUpdate === undefined) return;
  try {
    waiter.options.onUpdate(state, waiter.loop.job);
  } catch (error) {
    settleWait(engine, waiter, Promise.reject(error), "threw");
  }
};
