import type { Clock } from "@genwait/lifecycle";
import type { Alarms } from "./alarms.ts";
import type { Emit } from "./emitter.ts";
import type { Loop } from "./loop.ts";
import type { PaceGroup } from "./pace-group.ts";
import type { Signals } from "./signals.ts";
import type { Sleeper } from "./time-lists.ts";

/** What the parts of one poller share. */
export interface Engine {
  readonly clock: Clock;
  /** Monotonic time in whole milliseconds: other numbers take more room in every loop. */
  readonly nowMs: () => number;
  readonly random: () => number;
  /** Reads of one pace group under way at once, at most. */
  readonly maxInFlight: number;
  /** Reads of one pace group in any second, at most. */
  readonly requestsPerSecond: number;
  readonly emit: Emit;
  /** Open loops by the identity of their jobs. */
  readonly loops: Map<string, Loop>;
  readonly groups: WeakMap<object, PaceGroup>;
  readonly signals: Signals;
  readonly alarms: Alarms<Loop | PaceGroup | Sleeper>;
  /**
   * Sleeps for all loops that are awake, until the first of their reads is to be cut off, or of their last looks is due:
   * few ever come to that, so that an alarm for each would be wasted.
   */
  readonly watch: Sleeper;
}
