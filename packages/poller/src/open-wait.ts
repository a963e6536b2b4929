import type { EndState, Job } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { lastLookAt } from "./last-look.ts";
import { intervalOf, type Loop, Place, type SomeState, type Waiter } from "./loop.ts";
import { createPaceGroup, type PaceGroup } from "./pace-group.ts";
import { readLimitAt } from "./read-limit.ts";
import { scheduleRead } from "./schedule-read.ts";
import { setWake } from "./set-wake.ts";
import { settleWait } from "./settle-wait.ts";
import { updateWait } from "./update-wait.ts";
import type { WaitOptions } from "./wait-options.ts";
import { watchSignal } from "./watch-signal.ts";

/** What comes of a wait: the end, or a promise that is rejected. */
export type Settle<State extends SomeState> = (outcome: EndState<State> | Promise<never>) => void;

/** Begins a wait, in the loop of the same job where there is one. Gives the function that ends it in silence. */
export const openWait = <State extends SomeState>(
  engine: Engine,
  job: Job<State>,
  options: WaitOptions<State> | undefined,
  settle: Settle<State>,
): (() => void) => {
  const nowMs = Math.floor(engine.clock.elapsed());
  const known = engine.loops.get(job.identity);
  const loop = known ?? createLoop(job, groupOf(engine, job.paceGroup));
  const deadlineMs = Math.floor(nowMs + (options?.timeoutMs ?? job.lifecycle.poll.atMostMs));
  const waiter: Waiter = { loop, next: loop.waiter, startedMs: nowMs, deadlineMs, options, errors: 0, settle };
  loop.waiter = waiter;
  watchSignal(engine, waiter, (aborted, reason) => settleWait(engine, aborted, Promise.reject(reason), "aborted"));
  if (known === undefined) begin(engine, loop, nowMs);
  else join(engine, loop, waiter, nowMs);
  return () => {
    waiter.settle = () => {};
    settleWait(engine, waiter, loop.state ?? { phase: "pending" }, "aborted");
  };
};

const begin = (engine: Engine, loop: Loop, nowMs: number): void => {
  const { job, group } = loop;
  const { firstMs } = job.lifecycle.poll;
  const ageMs = job.createdAtMs === undefined ? firstMs : engine.clock.now() - job.createdAtMs;
  const delayMs = Math.min(Math.max(firstMs - ageMs, 0), firstMs);
  // One job is read at once; a crowd that starts together is spread, up to over an interval.
  const spreadMs = engine.random() * Math.min(group.size, intervalOf(loop));
  engine.loops.set(job.identity, loop);
  group.size++;
  group.peak = Math.max(group.peak, group.size);
  scheduleRead(engine, loop, { nowMs, wantedMs: nowMs + delayMs + spreadMs, mayRepeat: false });
};

const join = (engine: Engine, loop: Loop, waiter: Waiter, nowMs: number): void => {
  if (loop.call !== undefined) loop.dueMs = Math.min(loop.dueMs, readLimitAt(waiter, loop.slowestMs, nowMs));
  else if (loop.place === Place.due) loop.dueMs = Math.min(loop.dueMs, lastLookAt(waiter, loop.slowestMs));
  else if (loop.place === Place.none) {
    const wantedMs = loop.dueMs < 0 ? nowMs + intervalOf(loop) : loop.dueMs;
    loop.dueMs = Math.min(wantedMs, Math.max(nowMs, lastLookAt(waiter, loop.slowestMs)));
  }
  setWake(engine, loop);
  const { state } = loop;
  if (state !== undefined && waiter.options?.onUpdate !== undefined)
    queueMicrotask(() => updateWait(engine, waiter, state));
};

const groupOf = ({ groups }: Engine, key: object): PaceGroup => {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group = createPaceGroup();
  groups.set(key, group);
  return group;
};

const createLoop = (job: Job<SomeState>, group: PaceGroup): Loop => ({
  wakeMs: 0,
  heapIndex: -1,
  job,
  group,
  waiter: undefined,
  dueMs: 0,
  place: Place.none,
  attempts: 0,
  slowestMs: 0,
  call: undefined,
  state: undefined,
  trouble: undefined,
});
