import type { AnyJob, StateOf } from "./wait-result.ts";
import type { WaitOptions } from "./wait-options.ts";

/** How to wait for many jobs. Times count for each job from when it is pulled; `signal` is for all of them. */
export interface ManyOptions<J extends AnyJob> extends WaitOptions<StateOf<J>, J> {
  /** Jobs that are open or not yet consumed, at most; no further one is pulled. @default 10,000 */
  readonly concurrency?: number;
}

/** Of jobs that are only waited for, ten thousand cost little; a source without an end must not be pulled for ever. */
export const defaultConcurrency = 10_000;
