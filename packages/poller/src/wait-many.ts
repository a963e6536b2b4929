import { checkNumbers } from "./check-numbers.ts";
import type { Engine } from "./engine.ts";
import type { ManyOptions } from "./many-options.ts";
import { openWait } from "./open-wait.ts";
import { createStream } from "./stream.ts";
import type { AnyJob, Jobs, WaitResult } from "./wait-result.ts";

/** Of jobs that are only waited for, ten thousand cost little; a source without an end must not be pulled for ever. */
const defaultConcurrency = 10_000;

/** Something of the results of many jobs, as the jobs end. */
export const waitMany = <J extends AnyJob, T>(
  engine: Engine,
  jobs: Jobs<J>,
  options: ManyOptions<J> | undefined,
  pick: (result: WaitResult<J>, index: number) => T,
): AsyncIterableIterator<T, undefined> =>
  createStream(options?.signal, async (push, signal, untaken, changed) => {
    const { concurrency = defaultConcurrency } = options ?? {};
    checkNumbers({ concurrency }, false);
    const shared = { ...options, signal };
    let count = 0;
    let open = 0;
    const isOpen = (): boolean => open > 0 && !signal.aborted;
    const take = async (job: J, index: number): Promise<void> => {
      const result = await openWait<{ readonly phase: string }>(engine, job, shared).then(
        (end) => ({ job, end }),
        (error: unknown) => ({ job, error }),
      );
      open--;
      push(pick(result as WaitResult<J>, index));
    };
    try {
      for await (const job of jobs) {
        open++;
        void take(job, count++);
        while (open + untaken.length >= concurrency && !signal.aborted) await changed();
        if (signal.aborted) return;
      }
    } finally {
      // What a source throws is told after the results of the jobs that it gave.
      while (isOpen()) await changed();
    }
  });

/** The results of many jobs, in the order of the jobs. */
export const waitAll = async <J extends AnyJob>(
  engine: Engine,
  jobs: Jobs<J>,
  options?: ManyOptions<J>,
): Promise<WaitResult<J>[]> => {
  const results: WaitResult<J>[] = [];
  for await (const [result, index] of waitMany(engine, jobs, options, (result, index) => [result, index] as const))
    results[index] = result;
  return results;
};
