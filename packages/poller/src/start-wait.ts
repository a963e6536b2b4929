import type { Job } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { openWait, type Settle } from "./open-wait.ts";
import { checkWaitOptions, type WaitOptions } from "./wait-options.ts";

/** Begins a wait unless there is a reason not to. Gives the function that ends it in silence. */
export const startWait = <State extends { readonly phase: string }>(
  engine: Engine,
  job: Job<State>,
  options: WaitOptions<State> | undefined,
  settle: Settle<State>,
): (() => void) => {
  try {
    if (options !== undefined) checkWaitOptions(options);
    options?.signal?.throwIfAborted();
  } catch (error) {
    settle(Promise.reject(error));
    return () => {};
  }
  return openWait(engine, job, options, settle);
};
