import {
  type Clock,
  isCallFailure,
  isObject,
  type PendingState,
  type PollOptions,
  type PollResult,
  type Scalar,
} from "@genwait/lifecycle";
import type { AbortListener, AbortSignals } from "./abort-signals.ts";
import { kindOfError, type PollErrorKind, type ResponseCounts, WaitError, type WaitErrorReason } from "./errors.ts";
import type { Events, RateLimitedFacts, SettledFacts, WaitOutcome } from "./events.ts";
import type { AnyJob, PollReport, WaitSettings } from "./options.ts";
import type { RateLimiter, Turn } from "./rate-limiter.ts";
import { type AsyncContext, reportError } from "./runtime.ts";
import {
  coalesce,
  countsAsError,
  type Failures,
  finalPollAt,
  firstPollAt,
  hadFinalPoll,
  hintedPollAt,
  incompleteOf,
  intervalOf,
  isExpired,
  isExpiredByPoll,
  isOverload,
  isRefusal,
  lateDeadline,
  notFoundRetryUntil,
  pollLimitAt,
  refusalGapMs,
  retryDelay,
  saneDelay,
  type ScheduledWait,
  type Sleep,
  usualPollAt,
  wakeAt,
  whyFailureEnds,
} from "./schedule.ts";
import { Timer, type Timers } from "./timers.ts";

/** As much of a state as a loop reads. */
export interface SomeState {
  readonly phase: string;
  readonly stage?: string;
  readonly progress?: number;
  readonly unknownStatus?: Scalar;
  readonly logs?: readonly string[];
}

/** What all loops of one poller share. */
export interface LoopShared {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly signals: AbortSignals;
  readonly events: Events;
  random(): number;
  /** Lets nobody join a loop any more. */
  forget(loop: JobLoop): void;
}

/** How a wait begins. */
export interface WaitStart {
  readonly job: AnyJob;
  readonly settings: WaitSettings;
  readonly context: AsyncContext;
  /** Takes the result, or a promise that rejects: a second function would be a twentieth of what a wait costs. */
  settle(outcome: SomeState | Promise<never>): void;
}

/** One who waits for a job. What changes in it is written by its loop alone. */
export class Wait implements ScheduledWait, AbortListener {
  readonly job: AnyJob;
  readonly settings: WaitSettings;
  readonly context: AsyncContext;
  readonly settle: WaitStart["settle"];
  readonly startedMs: number;
  deadlineMs: number;
  lateSinceMs = -1;
  /** Errors in a row that count, seen by this one. */
  errors = 0;
  /** The last state that `onUpdate` was told. */
  told: SomeState | undefined = undefined;
  /** Undefined once settled. */
  loop: JobLoop | undefined;
  previous: Wait | undefined = undefined;
  next: Wait | undefined = undefined;

  constructor({ job, settings, context, settle }: WaitStart, loop: JobLoop, nowMs: number) {
    this.job = job;
    this.settings = settings;
    this.context = context;
    this.settle = settle;
    this.loop = loop;
    this.startedMs = nowMs;
    this.deadlineMs = Math.floor(nowMs + (settings.timeoutMs ?? job.lifecycle.poll.timeoutMs));
  }

  get signal(): AbortSignal | undefined {
    return this.settings.signal;
  }

  /** Ends the wait with a reason, unless it has ended. */
  abort(reason: unknown): void {
    this.loop?.leave(this, reason);
  }
}

/** One poll under way. Its signal is made when somebody asks for it: to a job in memory it would be nine tenths of a poll's garbage. */
class Poll implements PollOptions {
  readonly startedMs: number;
  /** The wait in whose context it runs, and whose job it polls. */
  readonly wait: Wait;
  /** Somebody asked meanwhile to poll now: what this one tells may be older than that. */
  isHinted = false;
  #controller: AbortController | undefined = undefined;

  constructor(startedMs: number, wait: Wait) {
    this.startedMs = startedMs;
    this.wait = wait;
  }

  get signal(): AbortSignal {
    return (this.#controller ??= new AbortController()).signal;
  }

  abort(reason?: unknown): void {
    this.#controller?.abort(reason);
  }
}

/** What went wrong, since the last good poll and in all. */
interface Trouble extends Failures {
  inRow: number;
  backoffs: number;
  refusals: number;
  refusedMs: number;
  incompletes: number;
  lastError: unknown;
  readonly counts: Partial<Record<PollErrorKind, number>>;
}

/** The pause after a 429 where none is declared: one interval, at most this. */
const longestUndeclaredPauseMs = 5000;

/**
 * The polling of one job, shared by all who wait for it through one client. It alone knows who waits, which poll is under
 * way and how polls went. At any time it sleeps until its next poll, stands in the queue of its rate limiter, or polls;
 * its one timer is set in each of these, so that no deadline is missed. It is closed when the last wait ends.
 *
 * Ten thousand of them are alive at once: fields are few, numbers whole, and what is rarely needed is made when it is.
 */
export class JobLoop extends Timer implements Turn {
  readonly client: object;
  readonly identity: string;
  readonly #shared: LoopShared;
  readonly #limiter: RateLimiter;
  #first: Wait | undefined = undefined;
  #last: Wait | undefined = undefined;
  /** The wait whose deadline comes first; undefined when it has to be looked for. */
  #soonest: Wait | undefined = undefined;
  /** The shortest interval of those who have joined. */
  #intervalMs = 0;
  #poll: Poll | undefined = undefined;
  #isQueued = false;
  /** Somebody said that the job was polled well before. */
  #isKnown = false;
  #attempts = 0;
  #slowestMs = 0;
  /** When a poll was asked for, began and ended last; -1 before the first. */
  #askedMs = -1;
  #startedMs = -1;
  #endedMs = -1;
  /** Until then the service, or a failure, keeps the job from being polled. */
  #notBeforeMs = 0;
  /** The next poll in the usual course; the first deadline may want one before. */
  #usualMs = 0;
  /** The last state that was told, and what went wrong. */
  #state: SomeState | undefined = undefined;
  #trouble: Trouble | undefined = undefined;

  constructor(shared: LoopShared, limiter: RateLimiter, { client, identity }: Pick<AnyJob, "client" | "identity">) {
    super();
    this.#shared = shared;
    this.#limiter = limiter;
    this.client = client;
    this.identity = identity;
  }

  get intervalMs(): number {
    return this.#intervalMs;
  }

  // ---- Who waits ------------------------------------------------------------------------------------------------------

  /** Opens a wait for the job of this loop. */
  join(start: WaitStart): Wait {
    const nowMs = this.#shared.timers.nowMs();
    const wait = new Wait(start, this, nowMs);
    const intervalMs = intervalOf(wait);
    if (this.#first === undefined) {
      this.#intervalMs = intervalMs;
      const spreadMs = this.#shared.random() * Math.min(this.#limiter.join(), intervalMs);
      this.#usualMs = this.#coalesced(firstPollAt(wait, { epochMs: this.#shared.clock.now(), spreadMs }));
      this.#soonest = wait;
    } else if (intervalMs < this.#intervalMs) {
      this.#intervalMs = intervalMs;
      if (this.#endedMs >= 0) this.#usualMs = Math.min(this.#usualMs, this.#nextUsualMs());
    }
    this.#link(wait);
    this.#isKnown ||= wait.settings.known === true || wait.job.known === true;
    if (wait.deadlineMs <= nowMs) this.#makeLate(wait, nowMs);
    if (this.#soonest !== undefined && wait.deadlineMs < this.#soonest.deadlineMs) this.#soonest = wait;
    this.#shared.signals.watch(wait);
    this.#setTimer(nowMs);
    this.#tellWhatIsKnown(wait);
    return wait;
  }

  /** A wait was aborted, or nobody takes any more what it gives. */
  leave(wait: Wait, reason: unknown): void {
    this.#reject(wait, "aborted", reason);
    const { job, settings } = wait;
    if (settings.cancelOnAbort === true && this.#first === undefined) this.#cancel(wait, job);
  }

  /** Ends the waits that were begun with this object. */
  stop(job: object, reason: unknown): void {
    for (let wait = this.#first; wait !== undefined; wait = wait.next) if (wait.job === job) this.leave(wait, reason);
  }

  /** A callback of a wait has thrown: that ends the wait, and nothing else. */
  failCallback(wait: Wait, error: unknown): void {
    if (this.#reject(wait, "threw", error)) return;
    // One that aborts its own wait and then throws the reason has said it already.
    const isReason = wait.signal?.aborted === true && wait.signal.reason === error;
    if (!isReason) reportError("A callback failed after its wait had ended", error);
  }

  /** Polls as soon as the limiter, and a gap from the last poll, allow. */
  pollNow(): void {
    const nowMs = this.#shared.timers.nowMs();
    if (this.#poll !== undefined) this.#poll.isHinted = true;
    if (this.#poll !== undefined || this.#isQueued) return;
    this.#usualMs = Math.min(this.#usualMs, hintedPollAt(this.#startedMs, nowMs));
    this.#setTimer(nowMs);
  }

  #link(wait: Wait): void {
    wait.previous = this.#last;
    if (this.#last === undefined) this.#first = wait;
    else this.#last.next = wait;
    this.#last = wait;
  }

  /** Takes a wait out; with the last one the loop is closed. False for one that has ended before. */
  #unlink(wait: Wait): boolean {
    if (wait.loop === undefined) return false;
    const { previous, next } = wait;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    // Its `next` stays: whoever goes through the waits just now comes on by it.
    wait.loop = undefined;
    if (this.#soonest === wait) this.#soonest = undefined;
    this.#shared.signals.unwatch(wait);
    if (this.#first === undefined) this.#close();
    else if (this.#first === this.#last) this.#leaveAlone(this.#first);
    return true;
  }

  /** Who is left alone shares its final poll with nobody any more, unless it did up to its deadline. */
  #leaveAlone(wait: Wait): void {
    const nowMs = this.#shared.timers.nowMs();
    if (wait.deadlineMs <= nowMs && hadFinalPoll(wait, { ...this.#sleep(), isAlone: false }))
      this.#askedMs = Math.max(this.#askedMs, finalPollAt(wait, this.#slowestMs));
    this.#setTimer(nowMs);
  }

  /** Nothing remains: no poll in flight, no timer, no place in a queue. */
  #close(): void {
    const { timers, forget } = this.#shared;
    forget(this);
    timers.clear(this);
    if (this.#isQueued) this.#limiter.withdraw(this);
    this.#isQueued = false;
    const poll = this.#poll;
    this.#poll = undefined;
    if (poll !== undefined) {
      this.#limiter.release(timers.nowMs());
      poll.abort();
    }
    this.#limiter.leave();
  }

  #soonestWait(): Wait | undefined {
    if (this.#soonest === undefined)
      for (let wait = this.#first; wait !== undefined; wait = wait.next)
        if (this.#soonest === undefined || wait.deadlineMs < this.#soonest.deadlineMs) this.#soonest = wait;
    return this.#soonest;
  }

  // ---- How a wait ends ------------------------------------------------------------------------------------------------

  #resolve(wait: Wait, state: SomeState): void {
    if (!this.#unlink(wait)) return;
    wait.settle(state);
    this.#emitSettled(wait, state.phase as WaitOutcome);
  }

  /** False for a wait that has ended before. */
  #reject(wait: Wait, outcome: WaitOutcome, error: unknown): boolean {
    if (!this.#unlink(wait)) return false;
    wait.settle(Promise.reject(error));
    this.#emitSettled(wait, outcome);
    return true;
  }

  #emitSettled(wait: Wait, outcome: WaitOutcome): void {
    if (!this.#shared.events.isHeard) return;
    const elapsedMs = this.#shared.timers.nowMs() - wait.startedMs;
    wait.context.runInAsyncScope(emitSettled, undefined, this.#shared.events, wait.job, {
      outcome,
      attempts: this.#attempts,
      elapsedMs,
    });
  }

  #fail(wait: Wait, reason: WaitErrorReason): void {
    const { job, startedMs } = wait;
    const error = new WaitError({
      reason,
      job,
      attempts: this.#attempts,
      elapsedMs: this.#shared.timers.nowMs() - startedMs,
      lastState: this.#state,
      lastError: this.#trouble?.lastError,
      failedInRow: this.#trouble?.inRow ?? 0,
      responseCounts: this.#responseCounts(),
    });
    this.#reject(wait, reason, error);
  }

  // What was no error was pending; so the usual case has nothing to count.
  #responseCounts(): ResponseCounts {
    const counts = this.#trouble?.counts ?? {};
    let pending = this.#poll === undefined ? this.#attempts : this.#attempts - 1;
    for (const count of Object.values(counts)) pending -= count;
    return { ...(pending > 0 && { pending }), ...counts };
  }

  /** Ends every wait whose deadline has come, but for one that had no final poll because nothing ran. Gives the wait whose deadline is next. */
  #expire(nowMs: number): Wait | undefined {
    const soonest = this.#soonestWait();
    if (soonest === undefined || soonest.deadlineMs > nowMs) return soonest;
    const sleep = this.#sleep();
    const isPolling = this.#poll !== undefined;
    for (let wait = this.#first; wait !== undefined; wait = wait.next) {
      if (wait.loop === undefined || wait.deadlineMs > nowMs) continue;
      if (isExpired(wait, sleep, { ms: nowMs, isPolling })) this.#timeOut(wait);
      else this.#makeLate(wait, nowMs);
    }
    return this.#soonestWait();
  }

  #timeOut(wait: Wait): void {
    // A job that has succeeded by its own word does not run any more.
    this.#fail(wait, (this.#trouble?.incompletes ?? 0) > 0 ? "invalid-response" : "timeout");
  }

  /** The deadline passed while nothing ran: the wait gets its final poll all the same, and time for that alone. */
  #makeLate(wait: Wait, nowMs: number): void {
    wait.lateSinceMs = nowMs;
    wait.deadlineMs = lateDeadline(wait, this.#slowestMs, nowMs);
    this.#soonest = undefined;
  }

  #cancel(wait: Wait, job: AnyJob): void {
    const { events } = this.#shared;
    const told = (error: unknown): void => events.emit("cancel", job, { error });
    wait.context.runInAsyncScope(
      () =>
        void Promise.resolve(job)
          .then(cancelJob)
          .then(() => told(undefined), told),
      undefined,
    );
  }

  // ---- When it polls --------------------------------------------------------------------------------------------------

  /** Its time has come: a deadline, the end of a sleep, a final poll while it stands in the queue, a poll that hangs. */
  override wake(nowMs: number): void {
    const before = this.#soonest;
    const soonest = this.#expire(nowMs);
    if (soonest === undefined) return;
    // Who decided when to wake may have gone.
    const isDue = soonest === before || this.#wakeAt(soonest, nowMs) <= nowMs;
    const isFinal = finalPollAt(soonest, this.#slowestMs) <= nowMs;
    if (this.#poll !== undefined && this.#limitOf(this.#poll, soonest) <= nowMs) this.#cutOff(this.#poll);
    else if (this.#poll === undefined && (this.#isQueued ? isFinal : isDue)) this.#request(nowMs, isFinal);
    else this.#setTimer(nowMs);
  }

  #request(nowMs: number, isFinal: boolean): void {
    this.#askedMs = nowMs;
    this.#isQueued = true;
    this.#limiter.request(this, nowMs, isFinal);
    if (this.#isQueued) this.#setTimer(nowMs);
  }

  /** Polls the job: the limiter says that it is its turn. */
  start(nowMs: number): void {
    this.#isQueued = false;
    const wait = this.#first;
    if (wait === undefined) return;
    const poll = new Poll(nowMs, wait);
    this.#poll = poll;
    this.#startedMs = nowMs;
    this.#attempts++;
    this.#setTimer(nowMs);
    wait.context.runInAsyncScope(this.#send, this, poll);
  }

  #send(poll: Poll): void {
    let sent: Promise<PollResult<SomeState>>;
    // Not every job that is not a client's own is so careful as to reject.
    try {
      sent = Promise.resolve(poll.wait.job.poll(poll));
    } catch (error) {
      sent = Promise.reject(error);
    }
    sent.then(
      (result) => this.#polled(poll, result),
      (error: unknown) => this.#pollFailed(poll, error),
    );
  }

  /** Sets the one timer to what comes next. */
  #setTimer(nowMs: number): void {
    const soonest = this.#soonestWait();
    if (soonest === undefined) return;
    let atMs: number;
    if (this.#poll !== undefined) atMs = this.#limitOf(this.#poll, soonest);
    else if (this.#isQueued) {
      const finalMs = finalPollAt(soonest, this.#slowestMs);
      atMs = this.#askedMs >= finalMs ? soonest.deadlineMs : Math.max(finalMs, nowMs);
    } else atMs = this.#wakeAt(soonest, nowMs);
    this.#shared.timers.set(this, atMs);
  }

  #wakeAt(soonest: Wait, nowMs: number): number {
    return Math.ceil(wakeAt(soonest, this.#sleep(), nowMs));
  }

  #sleep(): Sleep {
    return {
      usualMs: this.#usualMs,
      askedMs: this.#askedMs,
      hasFailed: (this.#trouble?.backoffs ?? 0) > 0,
      slowestMs: this.#slowestMs,
      isAlone: this.#first === this.#last,
    };
  }

  #limitOf(poll: Poll, soonest: Wait): number {
    return pollLimitAt(soonest, poll, this.#slowestMs, this.#limiter.isCrowded);
  }

  #nextUsualMs(): number {
    const time = { startedMs: this.#startedMs, endedMs: this.#endedMs, notBeforeMs: this.#notBeforeMs };
    return this.#coalesced(usualPollAt(time, this.#intervalMs));
  }

  #coalesced(atMs: number): number {
    return coalesce(atMs, this.#limiter.mostLoops, this.#intervalMs);
  }

  // ---- What a poll came to --------------------------------------------------------------------------------------------

  /** What a poll that was cut off comes to is no longer of interest. */
  #cutOff(poll: Poll): void {
    const error = Object.assign(new Error("Failed to poll: no response in time."), { kind: "call-timeout" });
    poll.wait.context.runInAsyncScope(this.#pollFailed, this, poll, error);
    poll.abort(error);
  }

  #endPoll(poll: Poll, nowMs: number): void {
    this.#poll = undefined;
    this.#endedMs = nowMs;
    this.#slowestMs = Math.max(this.#slowestMs, nowMs - poll.startedMs);
    this.#limiter.release(nowMs);
  }

  #polled(poll: Poll, result: PollResult<SomeState>): void {
    if (this.#poll !== poll) return;
    const state = stateIn(result);
    if (state === undefined) {
      this.#pollFailed(poll, new TypeError("Failed to poll: the job's poll() resolved with no state."));
      return;
    }
    const nowMs = this.#shared.timers.nowMs();
    const { lowLimit } = result;
    this.#endPoll(poll, nowMs);
    this.#limiter.succeeded(poll.startedMs, nowMs);
    const limited = this.#limiter.runsLow(lowLimit, nowMs);
    const before = this.#state;
    this.#state = state;
    if (this.#trouble !== undefined) forgive(this.#trouble);
    // A wait for the same job that begins in a callback begins anew: nothing is polled after a result.
    if (this.#isResultForAll(poll, result, state)) this.#shared.forget(this);
    else {
      const notBeforeMs = Math.max(
        nowMs + saneDelay(result.retryAfterMs),
        this.#startedMs + saneDelay(lowLimit?.intervalMs),
      );
      this.#notBeforeMs = Math.ceil(notBeforeMs);
      this.#usualMs = this.#nextUsualMs();
      if (poll.isHinted) this.#usualMs = Math.min(this.#usualMs, hintedPollAt(this.#startedMs, nowMs));
      this.#setTimer(nowMs);
    }
    this.#emitPolled(poll, result, before, limited);
    this.#tellWaits(poll, result, state);
  }

  /** Tells each wait what the poll is for its own job, and ends those that have their result. */
  #tellWaits(poll: Poll, result: PollResult<SomeState>, state: SomeState): void {
    let isSame: ReturnType<typeof sameState> | undefined;
    for (let wait = this.#first; wait !== undefined; wait = wait.next) {
      if (wait.loop === undefined) continue;
      wait.errors = 0;
      const own = stateFor(wait, poll, result, state);
      if (wait.settings.onPoll !== undefined)
        this.#tellPoll(wait, { ...this.#reportOf(poll, result.requestId), state: own });
      if (wait.settings.onUpdate !== undefined) {
        isSame ??= sameState();
        if (!isSame(wait.told, own)) this.#tellUpdate(wait, own);
      }
      if (own.phase !== "pending") this.#resolve(wait, own);
      else this.#endIfExpired(wait, poll);
    }
  }

  #isResultForAll(poll: Poll, result: PollResult<SomeState>, state: SomeState): boolean {
    for (let wait = this.#first; wait !== undefined; wait = wait.next)
      if (stateFor(wait, poll, result, state).phase === "pending") return false;
    return true;
  }

  /** A poll failed. That says nothing about the job. */
  #pollFailed(poll: Poll, error: unknown): void {
    if (this.#poll !== poll) return;
    const { timers, events, clock } = this.#shared;
    const nowMs = timers.nowMs();
    const { job } = poll.wait;
    this.#endPoll(poll, nowMs);
    // A poll may have been told the job's status well, and have failed for its output.
    const isKnownNow = job.known === true;
    this.#isKnown ||= isKnownNow;
    const trouble = this.#countTrouble(error, nowMs);
    const limited = this.#limitByFailure(poll, error, nowMs);
    this.#usualMs = this.#retryAt(error, trouble, nowMs);
    this.#setTimer(nowMs);
    if (limited !== undefined) events.emit("rate-limited", job, limited);
    const requestId = isCallFailure(error) ? error.requestId : undefined;
    for (let wait = this.#first; wait !== undefined; wait = wait.next) {
      if (wait.loop === undefined) continue;
      if (countsAsError(wait, error)) wait.errors++;
      if (wait.settings.onPoll !== undefined) this.#tellPoll(wait, { ...this.#reportOf(poll, requestId), error });
      const reason = whyFailureEnds(wait, {
        error,
        failures: trouble,
        wasPolledWell: this.#state !== undefined || isKnownNow,
        countedErrors: wait.errors,
        nowMs,
        epochMs: clock.now(),
      });
      if (reason === undefined) this.#endIfExpired(wait, poll);
      else this.#fail(wait, reason);
    }
    if (this.#first === undefined) return;
    const delayMs = (this.list?.dueMs ?? nowMs) - nowMs;
    events.emit("retry", job, { attempt: this.#attempts, kind: kindOfError(error), delayMs, error, requestId });
  }

  #countTrouble(error: unknown, nowMs: number): Trouble {
    const trouble = (this.#trouble ??= newTrouble());
    const kind = kindOfError(error);
    trouble.counts[kind] = (trouble.counts[kind] ?? 0) + 1;
    trouble.lastError = error;
    trouble.inRow++;
    trouble.backoffs = isOverload(error) ? 0 : trouble.backoffs + 1;
    if (incompleteOf(error) !== undefined) trouble.incompletes++;
    const isBelievedLater = this.#state !== undefined || this.#isKnown;
    if (isBelievedLater && isRefusal(error) && nowMs - trouble.refusedMs >= refusalGapMs) {
      trouble.refusals++;
      trouble.refusedMs = nowMs;
    }
    return trouble;
  }

  #limitByFailure(poll: Poll, error: unknown, nowMs: number): RateLimitedFacts | undefined {
    if (!isOverload(error)) return undefined;
    const { rateLimit } = poll.wait.job.lifecycle;
    return this.#limiter.limited(
      {
        isTooMany: kindOfError(error) === "rate-limited",
        startedMs: poll.startedMs,
        retryAfterMs: retryAfterOf(error),
        pauseMs: rateLimit?.pauseMs ?? Math.min(this.#intervalMs, longestUndeclaredPauseMs),
      },
      nowMs,
    );
  }

  #retryAt(error: unknown, failures: Trouble, nowMs: number): number {
    const pauseMs = isOverload(error) ? this.#limiter.pausedUntilMs - nowMs : 0;
    const delayMs = retryDelay(error, {
      backoffs: failures.backoffs,
      refusals: failures.refusals,
      askedMs: Math.max(retryAfterOf(error), pauseMs),
      intervalMs: this.#intervalMs,
      drawn: this.#shared.random(),
    });
    this.#notBeforeMs = Math.ceil(nowMs + delayMs);
    let atMs = this.#coalesced(this.#notBeforeMs);
    if (kindOfError(error) !== "not-found") return atMs;
    // The last moment at which the job may be unknown is worth a poll.
    const epochMs = this.#shared.clock.now();
    for (let wait = this.#first; wait !== undefined; wait = wait.next) {
      const untilMs = notFoundRetryUntil(wait, { nowMs, epochMs });
      if (untilMs > nowMs) atMs = Math.min(atMs, untilMs);
    }
    return atMs;
  }

  /** The poll may have been the last that there was time for. */
  #endIfExpired(wait: Wait, { startedMs }: Poll): void {
    if (wait.loop !== undefined && isExpiredByPoll(wait, { startedMs, endedMs: this.#endedMs })) this.#timeOut(wait);
  }

  // ---- Whom it tells --------------------------------------------------------------------------------------------------

  #emitPolled(
    { wait: { job }, startedMs }: Poll,
    { requestId, schemaMismatches }: PollResult<SomeState>,
    before: SomeState | undefined,
    limited: RateLimitedFacts | undefined,
  ): void {
    const { events } = this.#shared;
    const { phase, stage, progress, unknownStatus } = this.#state ?? {};
    if (phase === undefined || !events.isHeard) return;
    events.emit("poll", job, { attempt: this.#attempts, durationMs: this.#endedMs - startedMs, phase, requestId });
    if (phase !== before?.phase || stage !== before.stage || progress !== before.progress)
      events.emit("phase", job, { phase, stage, progress });
    if (limited !== undefined) events.emit("rate-limited", job, limited);
    for (const mismatch of schemaMismatches ?? []) events.emit("schema-mismatch", job, mismatch);
    if (unknownStatus !== undefined && unknownStatus !== before?.unknownStatus)
      events.unknownStatus(job, unknownStatus);
  }

  /** One who joins is told what is known, if it was classified as its own job's response would be. */
  #tellWhatIsKnown(wait: Wait): void {
    const state = this.#state;
    if (state === undefined || wait.settings.onUpdate === undefined) return;
    if (this.#first?.job.expectedItems !== wait.job.expectedItems) return;
    queueMicrotask(() => {
      if (wait.told === undefined) this.#tellUpdate(wait, state);
    });
  }

  #tellUpdate(wait: Wait, state: SomeState): void {
    const { onUpdate } = wait.settings;
    if (onUpdate === undefined || wait.loop === undefined) return;
    wait.told = state;
    this.#call(wait, onUpdate, withNewLogs(wait, state));
  }

  #tellPoll(wait: Wait, report: PollReport): void {
    const { onPoll } = wait.settings;
    if (onPoll !== undefined) this.#call(wait, onPoll, report);
  }

  #reportOf(poll: Poll, requestId: string | undefined): Pick<PollReport, "attempt" | "durationMs" | "requestId"> {
    return { attempt: this.#attempts, durationMs: this.#endedMs - poll.startedMs, requestId };
  }

  /** Calls a callback in the context of its wait. What it throws or rejects with ends that wait. */
  #call<T>(wait: Wait, callback: (given: T, job: AnyJob) => unknown, given: T): void {
    try {
      const returned = wait.context.runInAsyncScope(callback, wait.settings, given, wait.job);
      if (isPromiseLike(returned)) returned.then(undefined, (error: unknown) => this.failCallback(wait, error));
    } catch (error) {
      this.failCallback(wait, error);
    }
  }
}

const emitSettled = (events: Events, job: AnyJob, facts: SettledFacts): void => events.emit("settled", job, facts);

/** Asks the service to stop a job. */
export const cancelJob = async (job: AnyJob, options?: PollOptions): Promise<void> => {
  if (typeof job.cancel !== "function")
    throw new TypeError(`Failed to cancel ${job.name}: its lifecycle declares no way to cancel it.`);
  await job.cancel(options);
};

export const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";

const retryAfterOf = (error: unknown): number => (isCallFailure(error) ? saneDelay(error.retryAfterMs) : 0);

const newTrouble = (): Trouble => ({
  inRow: 0,
  backoffs: 0,
  refusals: 0,
  refusedMs: -Infinity,
  incompletes: 0,
  lastError: undefined,
  counts: {},
});

/** A good poll: whatever went wrong is over. */
const forgive = (trouble: Trouble): void => {
  trouble.inRow = 0;
  trouble.backoffs = 0;
  trouble.refusals = 0;
  trouble.refusedMs = -Infinity;
  trouble.incompletes = 0;
};

/** The state in what a poll resolved with; undefined where there is none, as in what a bare mock function gives. */
const stateIn = (result: unknown): SomeState | undefined => {
  if (!isObject(result) || !("state" in result) || !isObject(result.state)) return undefined;
  return hasPhase(result.state) ? result.state : undefined;
};

const hasPhase = (state: object): state is SomeState => "phase" in state && typeof state.phase === "string";

/** What a response is for one wait: its job may expect another number of items than the job that was polled. */
const stateFor = (wait: Wait, poll: Poll, result: PollResult<SomeState>, state: SomeState): SomeState => {
  const { expectedItems } = wait.job;
  if (expectedItems === poll.wait.job.expectedItems || result.stateFor === undefined) return state;
  return result.stateFor(expectedItems);
};

// Beside the waits, as few jobs have logs: a field would cost them all.
const toldLines = new WeakMap<Wait, number>();

/** A pending state with the lines that its wait has not been told yet: all of them where the logs began anew. */
const withNewLogs = (wait: Wait, state: SomeState): SomeState => {
  const { phase, logs } = state;
  if (phase !== "pending" || !Array.isArray(logs)) return state;
  const told = toldLines.get(wait) ?? 0;
  toldLines.set(wait, logs.length);
  const given: Pick<PendingState, "newLogs"> = { newLogs: logs.slice(told > logs.length ? 0 : told) };
  return { ...state, ...given };
};

/** Compares states; once for all waits that were told the same. They come from JSON, so their text tells whether they are the same. */
const sameState = (): ((told: SomeState | undefined, state: SomeState) => boolean) => {
  let last: { readonly told: SomeState; readonly state: SomeState; readonly isSame: boolean } | undefined;
  return (told, state) => {
    if (told === undefined) return false;
    if (last?.told !== told || last.state !== state) last = { told, state, isSame: textOf(told) === textOf(state) };
    return last.isSame;
  };
};

// A job of one's own may have states that are no JSON: each of them is another one.
const textOf = (state: SomeState): unknown => {
  try {
    return JSON.stringify(state);
  } catch {
    return state;
  }
};
