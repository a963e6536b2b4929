import type { WaitOptions } from "./wait-options.ts";
import type { AnyJob, StateOf } from "./wait-result.ts";

/** How to wait for many jobs. Times count for each job from when it is pulled; `signal` is for all of them. */
export interface ManyOptions<J extends AnyJob> extends WaitOptions<StateOf<J>, J> {
  /** Jobs that are open, or whose result is not yet taken, at most; no further one is pulled. @default 10,000 */
  readonly concurrency?: number;
}
