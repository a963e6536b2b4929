import type { Clock } from "@genwait/lifecycle";
import type { Emitter } from "./emitter.ts";
import type { Loop, Waiter } from "./loop.ts";
import type { PaceGroup } from "./pace-group.ts";
import type { Scheduler } from "./scheduler.ts";

/** What the parts of one poller share. */
export interface Engine {
  readonly clock: Clock;
  readonly random: () => number;
  /** Reads of one pace group under way at once, at most. */
  readonly maxInFlight: number;
  /** Reads of one pace group in any second, at most. */
  readonly requestsPerSecond: number;
  readonly emitter: Emitter;
  /** Open loops by the identity of their jobs. */
  readonly loops: Map<string, Loop>;
  readonly groups: WeakMap<object, PaceGroup>;
  readonly signals: WeakMap<AbortSignal, SignalWatch>;
  readonly scheduler: Scheduler<Loop | PaceGroup>;
}

/** All who wait with one signal, behind one listener. */
export interface SignalWatch {
  readonly waiters: Set<Waiter>;
  readonly listener: () => void;
}
