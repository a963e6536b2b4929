import { createChannel } from "./channel.ts";
import type { Engine } from "./engine.ts";
import type { ManyOptions } from "./many-options.ts";
import { type Many, waitMany } from "./wait-many.ts";
import type { AnyJob, Jobs, WaitResult } from "./wait-result.ts";

/** The results of many jobs as they end. Begins with the first `next()`; leaving early ends every wait. */
export const waitEach = <J extends AnyJob>(
  engine: Engine,
  jobs: Jobs<J>,
  options?: ManyOptions<J>,
): AsyncIterableIterator<WaitResult<J>, undefined> => {
  let many: Many | undefined;
  const begin = (): Many =>
    waitMany(engine, jobs, options, {
      onResult: channel.push,
      onDone: (failure) => (failure === undefined ? channel.close() : channel.fail(failure.error)),
      untaken: channel.size,
    });
  const channel = createChannel<WaitResult<J>>({
    onPull: () => (many ??= begin()).pull(),
    onReturn: () => many?.stop(),
  });
  return channel;
};
