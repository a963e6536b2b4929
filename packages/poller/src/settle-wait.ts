import type { Engine } from "./engine.ts";
import { eventJob } from "./event-job.ts";
import { type Loop, Place, type SomeState, type Waiter } from "./loop.ts";
import type { EndOutcome } from "./poller-event.ts";
import { unwatchSignal } from "./watch-signal.ts";

/** Ends one wait; with the last one the loop, so that nothing of it remains. Does nothing for one that has ended. */
export const settleWait = (
  engine: Engine,
  waiter: Waiter,
  result: SomeState | Promise<never>,
  outcome: EndOutcome,
): void => {
  const { loop } = waiter;
  if (loop === undefined) return;
  waiter.loop = undefined;
  unlink(loop, waiter);
  unwatchSignal(engine, waiter);
  if (loop.waiter === undefined) close(engine, loop);
  waiter.settle(result);
  if (!engine.emitter.hears("end")) return;
  const elapsedMs = engine.clock.elapsed() - waiter.startedMs;
  engine.emitter.emit({ type: "end", ...eventJob(loop.job), outcome, attempts: loop.attempts, elapsedMs });
};

/** The read in flight is over, or is given up: another of the pace group may start. */
export const releaseCall = (engine: Engine, loop: Loop): void => {
  const { group } = loop;
  loop.call = undefined;
  group.inFlight--;
  if (group.queued > 0) engine.scheduler.set(group, engine.clock.elapsed());
};

/** A loop leaves the queue it stands in. */
export const leaveQueue = (engine: Engine, loop: Loop): void => {
  const { group } = loop;
  loop.place = Place.none;
  group.queued--;
  if (group.queued > 0) return;
  group.due.clear();
  group.urgent.clear();
  engine.scheduler.clear(group);
};

const unlink = (loop: Loop, waiter: Waiter): void => {
  if (loop.waiter === waiter) loop.waiter = waiter.next;
  for (let other = loop.waiter; other !== undefined; other = other.next) {
    if (other.next === waiter) other.next = waiter.next;
  }
};

const close = (engine: Engine, loop: Loop): void => {
  const { identity } = loop.job;
  if (engine.loops.get(identity) === loop) engine.loops.delete(identity);
  loop.group.size--;
  if (loop.group.size === 0) loop.group.peak = 0;
  engine.scheduler.clear(loop);
  if (loop.place !== Place.none) leaveQueue(engine, loop);
  const { call } = loop;
  if (call === undefined) return;
  releaseCall(engine, loop);
  call.controller.abort();
};
