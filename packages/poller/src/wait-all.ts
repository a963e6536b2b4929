import type { Engine } from "./engine.ts";
import type { ManyOptions } from "./many-options.ts";
import { waitMany } from "./wait-many.ts";
import type { AnyJob, Jobs, WaitResult } from "./wait-result.ts";

/** The results of many jobs, in the order of the jobs. */
export const waitAll = <J extends AnyJob>(
  engine: Engine,
  jobs: Jobs<J>,
  options?: ManyOptions<J>,
): Promise<WaitResult<J>[]> =>
  new Promise((resolve, reject) => {
    const results: WaitResult<J>[] = [];
    const many = waitMany(engine, jobs, options, {
      onResult: (result, index) => {
        results[index] = result;
      },
      onDone: (failure) => (failure === undefined ? resolve(results) : reject(failure.error)),
      untaken: () => 0,
    });
    many.pull();
  });
