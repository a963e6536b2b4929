import type { EndState, Job } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { lookAt } from "./last-look.ts";
import { createLoop, type Loop, measure, type SomeState, type Waiter } from "./loop.ts";
import { createPaceGroup, resize } from "./pace-group.ts";
import { longestReadMs, readLimitAt } from "./read-limit.ts";
import { onGrid, sleep } from "./sleep.ts";
import { updateWait } from "./update-wait.ts";
import { checkNumbers } from "./check-numbers.ts";
import type { WaitOptions } from "./wait-options.ts";

/** What comes of a wait: the end, or a promise that is rejected. */
export type Settle<State extends { readonly phase: string }> = (outcome: EndState<State> | Promise<never>) => void;

/**
 * Begins a wait, in the loop of the same job where there is one.
 *
 * @throws RangeError for an option that means nothing; the signal's reason if it is aborted already.
 */
export const openWait = <State extends { readonly phase: string }>(
  engine: Engine,
  job: Job<State>,
  options: WaitOptions<State>,
  settle: Settle<State>,
): void => {
  checkNumbers(options);
  options.signal?.throwIfAborted();
  const { identity, lifecycle } = job;
  const nowMs = engine.nowMs();
  const deadlineMs = Math.floor(nowMs + (options.timeoutMs ?? lifecycle.poll.atMostMs));
  const loop = engine.loops.get(identity) ?? openLoop(engine, job, identity, options.intervalMs);
  const { call, dueMs, state, next } = loop;
  const waiter: Waiter = { loop, next, startedMs: nowMs, deadlineMs, options, errors: 0, settle };
  loop.next = waiter;
  measure(loop);
  engine.signals.watch(waiter);
  sleep(
    engine,
    loop,
    Math.min(dueMs, call ? readLimitAt(loop, waiter, nowMs, longestReadMs) : Math.max(nowMs, lookAt(loop, waiter))),
  );
  // One who joins is told what is known.
  if (state && options.onUpdate) queueMicrotask(() => updateWait(engine, waiter, state));
};

const openLoop = (engine: Engine, job: Job<SomeState>, identity: string, givenMs: number | undefined): Loop => {
  const { groups, loops, clock, random } = engine;
  const { createdAtMs, lifecycle, paceGroup } = job;
  const { firstMs, everyMs } = lifecycle.poll;
  const intervalMs = givenMs ?? everyMs;
  const group = groups.get(paceGroup) ?? createPaceGroup();
  // A bare id may be of any age, and a clock may have been set.
  const delayMs = createdAtMs === undefined ? 0 : Math.min(Math.max(createdAtMs + firstMs - clock.now(), 0), firstMs);
  // One job is read at once; a crowd that starts together is spread, up to over an interval.
  const spreadMs = random() * Math.min(group.size, intervalMs);
  resize(group, 1, intervalMs);
  const loop = createLoop(job, identity, group, onGrid(group, engine.nowMs() + delayMs + spreadMs));
  groups.set(paceGroup, group);
  loops.set(identity, loop);
  return loop;
};
