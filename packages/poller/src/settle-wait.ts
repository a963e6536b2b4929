import type { Engine } from "./engine.ts";
import { type Loop, measure, type SomeState, type Waiter } from "./loop.ts";
import { resize } from "./pace-group.ts";
import type { EndOutcome } from "./poller-event.ts";
import { leaveQueue, releaseCall } from "./read-queue.ts";

/** Ends one wait; with the last one the loop, so that nothing of it remains. Does nothing for one that has ended. */
export const settleWait = (
  engine: Engine,
  waiter: Waiter,
  result: SomeState | Promise<never>,
  outcome: EndOutcome,
): void => {
  const { loop, startedMs } = waiter;
  if (!loop) return;
  waiter.loop = undefined;
  let link: Loop | Waiter = loop;
  while (link.next && link.next !== waiter) link = link.next;
  link.next = waiter.next;
  engine.signals.unwatch(waiter);
  if (loop.next) measure(loop);
  else close(engine, loop);
  waiter.settle(result);
  engine.emit("end")?.(loop.job, { outcome, attempts: loop.attempts, elapsedMs: engine.nowMs() - startedMs });
};

/** Lets nobody join the loop any more. */
export const forgetLoop = ({ loops }: Engine, loop: Loop): void => {
  if (loops.get(loop.identity) === loop) loops.delete(loop.identity);
};

const close = (engine: Engine, loop: Loop): void => {
  const { call, group } = loop;
  forgetLoop(engine, loop);
  resize(group, -1, Infinity);
  engine.scheduler.set(loop, -1);
  leaveQueue(engine, loop);
  if (!call) return;
  releaseCall(engine, loop);
  call.abort();
};
