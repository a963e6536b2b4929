import type { EndState, Job } from "@genwait/lifecycle";
import { checkNumbers } from "./check-numbers.ts";
import type { Engine } from "./engine.ts";
import { lookAt } from "./last-look.ts";
import { type Loop, measure, type SomeState, type Waiter } from "./loop.ts";
import { createPaceGroup, onGrid } from "./pace-group.ts";
import { limitAt, watchUntil } from "./read-limit.ts";
import { updateWait } from "./update-wait.ts";
import type { WaitOptions } from "./wait-options.ts";

/**
 * Waits for the end of one job, in the loop of the same job where there is one.
 *
 * @throws RangeError for an option that means nothing; the signal's reason if it is aborted already.
 */
export const openWait = <State extends { readonly phase: string }>(
  engine: Engine,
  job: Job<State>,
  options: WaitOptions<State> = noOptions,
): Promise<EndState<State>> =>
  new Promise((resolve) => {
    checkNumbers(options);
    options.signal?.throwIfAborted();
    const { identity } = job;
    const nowMs = engine.nowMs();
    const deadlineMs = Math.floor(nowMs + (options.timeoutMs ?? job.lifecycle.poll.atMostMs));
    const known = engine.loops.get(identity);
    const loop = known ?? createLoop(engine, job, identity);
    const settle = resolve as Waiter["settle"];
    let link: Loop | Waiter = loop;
    while (link.next && link.next.deadlineMs <= deadlineMs) link = link.next;
    const waiter: Waiter = { loop, next: link.next, startedMs: nowMs, deadlineMs, options, errors: 0, settle };
    link.next = waiter;
    measure(loop);
    engine.signals.watch(waiter);
    const { call, state } = loop;
    const lookMs = Math.max(nowMs, lookAt(loop, waiter));
    if (!known || loop.place >= 0)
      engine.alarms.set(loop, Math.min(known ? loop.dueMs : firstReadAt(engine, loop, nowMs), lookMs));
    else watchUntil(engine, call ? limitAt(engine, loop, waiter, call) : lookMs);
    // One who joins is told what is known.
    if (state && options.onUpdate) queueMicrotask(() => updateWait(engine, waiter, state));
  });

// One for all: ten thousand empty objects are half a megabyte.
const noOptions = {};

const createLoop = ({ groups, loops }: Engine, job: Job<SomeState>, identity: string): Loop => {
  const group = groups.get(job.paceGroup) ?? createPaceGroup();
  const loop: Loop = {
    dueMs: 0,
    place: -1,
    job,
    identity,
    group,
    next: undefined,
    intervalMs: 0,
    call: undefined,
    slowestMs: 0,
    attempts: 0,
    state: undefined,
    inRow: 0,
    counts: undefined,
  };
  groups.set(job.paceGroup, group);
  loops.set(identity, loop);
  return loop;
};

/** One job is read at once; a crowd that starts together is spread, up to over an interval. */
const firstReadAt = ({ clock, random }: Engine, loop: Loop, nowMs: number): number => {
  const { group, job } = loop;
  const { firstMs } = job.lifecycle.poll;
  // A bare id may be of any age, and a clock may have been set.
  const delayMs = Math.min(Math.max((job.createdAtMs ?? -Infinity) + firstMs - clock.now(), 0), firstMs);
  const spreadMs = random() * Math.min(group.size++, loop.intervalMs);
  group.peak = Math.max(group.peak, group.size);
  return onGrid(loop, nowMs + delayMs + spreadMs);
};
