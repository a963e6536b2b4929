import type { Job } from "@genwait/lifecycle";
import { createChannel } from "./channel.ts";
import type { Engine } from "./engine.ts";
import { startWait } from "./start-wait.ts";
import type { WaitOptions } from "./wait-options.ts";

/** Every change of a job's state, then its end. Begins with the first `next()`; leaving early ends the wait. */
export const watchJob = <State extends { readonly phase: string }>(
  engine: Engine,
  job: Job<State>,
  options: WaitOptions<State> = {},
): AsyncIterableIterator<State, undefined> => {
  let stop: (() => void) | undefined;
  const begin = (): void => {
    const watching: WaitOptions<State> = {
      ...options,
      onUpdate: (state) => {
        channel.push(state);
        options.onUpdate?.(state, job);
      },
    };
    stop = startWait(engine, job, watching, (outcome) => {
      if (outcome instanceof Promise) outcome.catch(channel.fail);
      else channel.close();
    });
  };
  const channel = createChannel<State>({
    onPull: () => {
      if (stop === undefined) begin();
    },
    onReturn: () => {
      stop?.();
      stop = () => {};
    },
  });
  return channel;
};
