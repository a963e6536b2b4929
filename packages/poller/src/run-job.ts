import { isCallFailure, isObject } from "@genwait/lifecycle";
import type { AbortListener, AbortSignals } from "./abort-signals.ts";
import { kindOfError } from "./errors.ts";
import { isPromiseLike, type SomeState, type Wait, type WaitStart } from "./job-loop.ts";
import { type AnyJob, checkJob, type WaitSettings } from "./options.ts";
import type { RateLimiter, Turn } from "./rate-limiter.ts";
import { type AsyncContext, reportError } from "./runtime.ts";
import { backoffMs, isCreateRetried, isOverload, saneDelay } from "./schedule.ts";
import { Timer, type Timers } from "./timers.ts";

/** Starts a job; `signal` is aborted when nobody waits for it any more. */
export type StartJob = (given: { readonly signal: AbortSignal }) => PromiseLike<AnyJob | { readonly job: AnyJob }>;

/** What a run needs. */
export interface RunStart {
  readonly start: StartJob;
  readonly settings: WaitSettings;
  onStart?(job: AnyJob): unknown;
  readonly context: AsyncContext;
  readonly timers: Timers;
  readonly signals: AbortSignals;
  random(): number;
  limiterOf(group: string | object): RateLimiter;
  open(start: WaitStart): Wait;
  resolve(state: SomeState | Promise<never>): void;
  reject(error: unknown): void;
}

/** The deadline of a start whose caller names none; the job's declaration, which has one, is not known yet. */
const defaultStartMs = 600_000;

/** The pause after a 429 that names none, where no declaration is known yet. */
const pauseMs = 5000;

/**
 * Starts a job and waits for it. A create is sent again only when it is known that nothing was started: whatever else went
 * wrong, another one might be a second paid job.
 */
export class Run extends Timer implements Turn, AbortListener {
  readonly intervalMs: number = Infinity;
  readonly #given: RunStart;
  readonly #startedMs: number;
  readonly #deadlineMs: number;
  readonly #controller = new AbortController();
  /** The limiter in whose turn the create is repeated. */
  #limiter: RateLimiter | undefined = undefined;
  #isQueued = false;
  #isSending = false;
  #retryMs = Infinity;
  #networkErrors = 0;
  #lastError: unknown = undefined;
  #hasSettled = false;

  constructor(given: RunStart) {
    super();
    this.#given = given;
    this.#startedMs = given.timers.nowMs();
    this.#deadlineMs = this.#startedMs + (given.settings.timeoutMs ?? defaultStartMs);
  }

  get signal(): AbortSignal | undefined {
    return this.#given.settings.signal;
  }

  begin(): void {
    const { signals, timers } = this.#given;
    signals.watch(this);
    timers.set(this, this.#deadlineMs);
    this.#send(this.#startedMs, undefined);
  }

  abort(reason: unknown): void {
    this.#fail(reason);
    this.#controller.abort(reason);
  }

  override wake(nowMs: number): void {
    if (nowMs >= this.#deadlineMs) this.#expire(nowMs);
    else if (nowMs >= this.#retryMs) this.#requestTurn(nowMs);
  }

  /** It is the turn of a create that is sent again. */
  start(nowMs: number): void {
    this.#isQueued = false;
    this.#send(nowMs, this.#limiter);
  }

  #send(startedMs: number, limiter: RateLimiter | undefined): void {
    const { start, context, timers } = this.#given;
    this.#isSending = true;
    const over = (): number => {
      const nowMs = timers.nowMs();
      this.#isSending = false;
      limiter?.release(nowMs);
      return nowMs;
    };
    let sent: Promise<AnyJob | { readonly job: AnyJob }>;
    try {
      sent = Promise.resolve(context.runInAsyncScope(start, undefined, { signal: this.#controller.signal }));
    } catch (error) {
      sent = Promise.reject(error);
    }
    sent.then(
      (started) => this.#started(started, startedMs, over()),
      (error: unknown) => this.#startFailed(error, startedMs, over()),
    );
  }

  #started(started: AnyJob | { readonly job: AnyJob }, startedMs: number, nowMs: number): void {
    const { limiterOf, context, onStart, settings, open, reject, resolve } = this.#given;
    const hasSettled = this.#hasSettled;
    this.#settle();
    const job = jobIn(started);
    try {
      checkJob(job);
      limiterOf(job.rateLimitGroup).succeeded(startedMs, nowMs);
    } catch (error) {
      reject(error);
      return;
    }
    let wait: Wait | undefined;
    let saved: unknown;
    const failed = (error: unknown): void => {
      if (hasSettled) reportError("onStart failed after its run had ended", error);
      else if (wait === undefined) reject(error);
      else wait.loop?.failCallback(wait, error);
    };
    // The id comes before anything else that can fail; also where nobody waits for the job any more, for it is paid.
    try {
      saved = onStart === undefined ? undefined : context.runInAsyncScope(onStart, settings, job);
    } catch (error) {
      failed(error);
      return;
    }
    if (isPromiseLike(saved)) saved.then(undefined, failed);
    if (hasSettled) return;
    const timeoutMs = settings.timeoutMs ?? job.lifecycle.poll.timeoutMs;
    const leftMs = Math.max(0, timeoutMs - (nowMs - this.#startedMs));
    try {
      wait = open({ job, settings: { ...settings, timeoutMs: leftMs }, context, settle: resolve });
    } catch (error) {
      reject(error);
    }
  }

  #startFailed(error: unknown, startedMs: number, nowMs: number): void {
    if (this.#hasSettled) return;
    if (!isCreateRetried(error, this.#networkErrors) || nowMs >= this.#deadlineMs) {
      this.#fail(error);
      return;
    }
    this.#lastError = error;
    const { limiterOf, random, timers } = this.#given;
    const group = isCallFailure(error) ? error.rateLimitGroup : undefined;
    this.#limiter = limiterOf(group ?? this);
    if (isOverload(error)) {
      const retryAfterMs = saneDelay(isCallFailure(error) ? error.retryAfterMs : undefined);
      const isTooMany = kindOfError(error) === "rate-limited";
      this.#limiter.limited({ isTooMany, startedMs, retryAfterMs, pauseMs }, nowMs);
      this.#requestTurn(nowMs);
    } else {
      this.#networkErrors++;
      this.#retryMs = nowMs + backoffMs(this.#networkErrors, random());
      timers.set(this, Math.min(this.#retryMs, this.#deadlineMs));
    }
  }

  #requestTurn(nowMs: number): void {
    this.#retryMs = Infinity;
    this.#isQueued = true;
    this.#given.timers.set(this, this.#deadlineMs);
    this.#limiter?.request(this, nowMs, false);
  }

  #expire(nowMs: number): void {
    const isFirst = !this.#controller.signal.aborted;
    const timeout = new DOMException("Failed to start the job: no job within timeoutMs.", "TimeoutError");
    if (isFirst) this.#controller.abort(timeout);
    // A create in flight gets a turn to say whether it may have started a job.
    if (isFirst && this.#isSending) this.#given.timers.set(this, nowMs + 1);
    else this.#fail(this.#lastError ?? timeout);
  }

  #fail(error: unknown): void {
    if (this.#hasSettled) return;
    this.#settle();
    this.#given.reject(error);
  }

  #settle(): void {
    const { timers, signals } = this.#given;
    this.#hasSettled = true;
    timers.clear(this);
    signals.unwatch(this);
    if (this.#isQueued) this.#limiter?.withdraw(this);
    this.#isQueued = false;
  }
}

const jobIn = (started: AnyJob | { readonly job: AnyJob }): AnyJob =>
  isObject(started) && "job" in started ? started.job : started;
