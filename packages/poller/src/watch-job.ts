import type { Job } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { openWait } from "./open-wait.ts";
import { createStream } from "./stream.ts";
import type { WaitOptions } from "./wait-options.ts";

/** Every change of a job's state, then its end. */
export const watchJob = <State extends { readonly phase: string }>(
  engine: Engine,
  job: Job<State>,
  options: WaitOptions<State> = {},
): AsyncIterableIterator<State, undefined> =>
  createStream(options.signal, (push, signal) => {
    const onUpdate = (state: State): void => {
      push(state);
      options.onUpdate?.(state, job);
    };
    return openWait(engine, job, { ...options, signal, onUpdate });
  });
