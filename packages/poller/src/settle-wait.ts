import type { Engine } from "./engine.ts";
import { type Loop, measure, type SomeState, type Waiter } from "./loop.ts";
import { isQueued } from "./pace-group.ts";
import type { EndOutcome } from "./poller-event.ts";
import { releaseCall } from "./release-call.ts";

/** Ends one wait; with the last one the loop, so that nothing of it remains. Does nothing for one that has ended. */
export const settleWait = (
  engine: Engine,
  waiter: Waiter,
  result: SomeState | Promise<never>,
  outcome: EndOutcome,
): void => {
  const { loop } = waiter;
  if (!loop) return;
  waiter.loop = undefined;
  let link: Loop | Waiter = loop;
  while (link.next && link.next !== waiter) link = link.next;
  link.next = waiter.next;
  engine.signals.unwatch(waiter);
  if (loop.next) measure(loop);
  else close(engine, loop);
  waiter.settle(result);
  const elapsedMs = engine.nowMs() - waiter.startedMs;
  engine.emit("end", loop.job, { outcome, attempts: loop.attempts, elapsedMs });
};

/** Lets nobody join the loop any more. By then another may be open for the same job. */
export const forgetLoop = ({ loops }: Engine, loop: Loop): void => {
  if (loop.identity !== undefined) loops.delete(loop.identity);
  loop.identity = undefined;
};

const close = (engine: Engine, loop: Loop): void => {
  const { alarms } = engine;
  const { call, group } = loop;
  forgetLoop(engine, loop);
  if (!--group.size) group.peak = 0;
  group.due.delete(loop);
  group.urgent.delete(loop);
  alarms.remove(loop);
  if (call) {
    releaseCall(engine, loop);
    call.abort();
  }
  if (!isQueued(group)) alarms.remove(group);
  if (engine.loops.size) return;
  alarms.remove(engine.watch);
  alarms.stop();
};
