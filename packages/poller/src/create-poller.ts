import { isObject, type Job, type JobResult, type PollOptions } from "@genwait/lifecycle";
import { AbortSignals } from "./abort-signals.ts";
import { JobSourceError } from "./errors.ts";
import { Events } from "./events.ts";
import { cancelJob, JobLoop, type LoopShared, type SomeState, type Wait, type WaitStart } from "./job-loop.ts";
import {
  type AnyJob,
  checkJob,
  concurrencyOf,
  type Jobs,
  type ManyOptions,
  type PollerOptions,
  type PollerSettings,
  pollerSettings,
  type RunOptions,
  type WaitOptions,
  type WaitResult,
  waitSettings,
} from "./options.ts";
import { RateLimiter } from "./rate-limiter.ts";
import { Run, type StartJob } from "./run-job.ts";
import { captureContext } from "./runtime.ts";
import { createStream, type StreamSink } from "./stream.ts";
import { Timers } from "./timers.ts";
import { type ManyResult, type ManySink, ManyWaits } from "./wait-many.ts";

/** Waits for jobs: one loop for each job of a client, one rate limiter for all that share one, one timer for everything. */
export interface Poller {
  /**
   * Waits for one job and resolves with its result, also when it failed: that is data.
   *
   * @throws WaitError when the wait stopped before the job; the signal's reason when aborted; what a callback threw;
   * TypeError or RangeError for an option or a job that cannot work.
   */
  wait<State extends { readonly phase: string }, Result = JobResult<State>>(
    job: Job<State, Result>,
    options?: WaitOptions<NoInfer<State>, Job<NoInfer<State>, NoInfer<Result>>>,
  ): Promise<Result>;
  /**
   * Iterates over every change of a job's state, its result included. Begins with the first `next()`; leaving early ends
   * the wait. Throws as `wait` rejects.
   */
  watch<State extends { readonly phase: string }, Result = JobResult<State>>(
    job: Job<State, Result>,
    options?: WaitOptions<NoInfer<State>, Job<NoInfer<State>, NoInfer<Result>>>,
  ): AsyncGenerator<State, void, undefined>;
  /**
   * Waits for many jobs and gives their results as they come, one for each job that was pulled. Leaving early ends all
   * waits and closes the source. Throws, after all results, the signal's reason or what the source threw.
   */
  each<J extends AnyJob>(jobs: Jobs<J>, options?: ManyOptions<J>): AsyncGenerator<WaitResult<J>, void, undefined>;
  /**
   * Waits for many jobs and resolves with a result for each, in the order of the jobs, as `Promise.allSettled` does: also
   * after an abort, whose reason is then the `error` of those that were left.
   *
   * @throws JobSourceError when the source threw; it carries the results of the jobs that the source gave before.
   */
  all<J extends AnyJob>(jobs: Jobs<J>, options?: ManyOptions<J>): Promise<WaitResult<J>[]>;
  /**
   * Starts a job and waits for it. A create is sent again only if it is known that nothing was started: after a 429, a 503
   * with `Retry-After`, a refused connection. `onStart` is told the job before anything else can fail.
   *
   * @throws what the last create rejected with, or the signal's reason, until there is a job; after that as `wait`.
   * @example
   * ```ts
   * await poller.run(({ signal }) => client.startThing(input, { signal }), { onStart: (job) => save(job) });
   * ```
   */
  run<State extends { readonly phase: string }, Result = JobResult<State>>(
    start: (given: {
      readonly signal: AbortSignal;
    }) => PromiseLike<Job<State, Result> | { readonly job: Job<State, Result> }>,
    options?: RunOptions<NoInfer<State>, Job<NoInfer<State>, NoInfer<Result>>>,
  ): Promise<Result>;
  /**
   * A hint that a job may have changed, as a vendor's webhook gives it: a wait for it polls now, at most once a second for
   * each job. Only the poll is believed; a hint that is early, late or forged does no harm.
   *
   * @param job a job, or its `identity` for the waits of all clients.
   */
  wake(job: Pick<AnyJob, "client" | "identity"> | string): void;
  /**
   * Ends the waits that were begun with this very object, and with no other for the same job: they reject with the reason,
   * as after an abort. For who has a hundred thousand waits, for each of which a signal is half of what it costs.
   */
  stop(job: Pick<AnyJob, "client" | "identity">, reason?: unknown): void;
  /**
   * Asks the service to stop a job, and wakes its waits. The wait for it goes on until the service says how it ended.
   *
   * @throws TypeError for a job whose lifecycle declares no way to; what the call rejects with.
   */
  cancel(job: AnyJob, options?: PollOptions): Promise<void>;
}

/**
 * Creates a poller. One for a whole program is right, but on runtimes that tie timers and connections to a request
 * (Cloudflare Workers): there each request makes its own.
 *
 * @throws TypeError or RangeError for an option that cannot work.
 * @example
 * ```ts
 * const poller = createPoller();
 * const result = await poller.wait(job, { timeoutMs: 300_000 });
 * ```
 */
export const createPoller = (options?: PollerOptions): Poller => {
  const settings = pollerSettings(options);
  const timers = new Timers(settings.clock);
  const signals = new AbortSignals();
  const loops = new Loops(settings, timers, signals);
  const open = (start: WaitStart): Wait => loops.open(start);

  const wait = (job: AnyJob, options?: WaitOptions): Promise<SomeState> =>
    new Promise((settle) => {
      open({ job, settings: waitSettings(options), context: captureContext(), settle });
    });

  const watch = (job: AnyJob, options?: WaitOptions): AsyncGenerator<SomeState, void, undefined> => {
    const given = waitSettings(options);
    checkJob(job);
    const context = captureContext();
    let opened: Wait | undefined;
    return createStream<SomeState>({
      begin: (sink) => {
        const onUpdate = (state: SomeState): unknown => {
          sink.push(state);
          return given.onUpdate?.(state, job);
        };
        opened = open({
          job,
          settings: { ...given, onUpdate },
          context,
          settle: (outcome) => {
            Promise.resolve(outcome).then(
              () => sink.end(),
              (error: unknown) => sink.fail(error),
            );
          },
        });
      },
      left: () => opened?.abort(leftReason()),
    });
  };

  const many = (jobs: Jobs<AnyJob>, options: ManyOptions | undefined, sink: ManySink): ManyWaits =>
    new ManyWaits({
      jobs,
      settings: waitSettings(options),
      concurrency: concurrencyOf(options),
      context: captureContext(),
      signals,
      sink,
      open,
    });

  const each = (jobs: Jobs<AnyJob>, options?: ManyOptions): AsyncGenerator<ManyResult, void, undefined> => {
    let sink: StreamSink<ManyResult> | undefined;
    const waits = many(jobs, options, {
      take: (result) => sink?.push(result),
      untaken: () => sink?.untaken ?? 0,
      ended: (why) => {
        if (why.is === "done") sink?.end();
        else sink?.fail(why.is === "aborted" ? why.reason : why.error);
      },
    });
    return createStream<ManyResult>({
      begin: (begun) => {
        sink = begun;
        waits.begin();
      },
      taken: () => waits.pull(),
      left: () => waits.leave(leftReason()),
    });
  };

  const all = (jobs: Jobs<AnyJob>, options?: ManyOptions): Promise<ManyResult[]> =>
    new Promise((resolve, reject) => {
      const results: ManyResult[] = [];
      many(jobs, options, {
        take: (result, index) => {
          results[index] = result;
        },
        untaken: () => 0,
        ended: (why) => {
          if (why.is === "source-threw") reject(new JobSourceError(why.error, results));
          else resolve(results);
        },
      }).begin();
    });

  const run = (start: StartJob, options?: RunOptions): Promise<SomeState> =>
    new Promise((resolve, reject) => {
      const given = waitSettings(options);
      if (typeof start !== "function")
        throw new TypeError("Failed to run: start is no function. Give one that starts a job.");
      given.signal?.throwIfAborted();
      const { random } = loops.shared;
      const { onStart } = options ?? {};
      new Run({
        start,
        settings: given,
        ...(onStart !== undefined && { onStart }),
        context: captureContext(),
        timers,
        signals,
        random,
        limiterOf: (group) => loops.limiterOf(group),
        open,
        resolve,
        reject,
      }).begin();
    });

  const wake = (job: Pick<AnyJob, "client" | "identity"> | string): void => loops.wake(job);

  const stop = (job: Pick<AnyJob, "client" | "identity">, reason: unknown = stoppedReason()): void =>
    loops.stop(job, reason);

  const cancel = async (job: AnyJob, options?: PollOptions): Promise<void> => {
    checkJob(job);
    await cancelJob(job, options);
    wake(job);
  };

  // Inside, states and results are only told apart by their phase; which type they have is known to the caller's job alone.
  return { wait, watch, each, all, run, wake, stop, cancel } as Poller;
};

/** The open loops and the limiters of one poller. */
class Loops {
  readonly shared: LoopShared;
  readonly #settings: PollerSettings;
  readonly #timers: Timers;
  /** Two clients never share a loop: the response to one's key is not the other's to see. */
  readonly #byClient = new Map<object, Map<string, JobLoop>>();
  readonly #limiterOfClient = new WeakMap<object, RateLimiter>();
  readonly #limiterOfAccount = new Map<string, RateLimiter>();
  #sweepAt = 64;

  constructor(settings: PollerSettings, timers: Timers, signals: AbortSignals) {
    this.#settings = settings;
    this.#timers = timers;
    const { clock, random, onEvent } = settings;
    this.shared = {
      clock,
      timers,
      signals,
      events: new Events(onEvent),
      random: () => {
        const drawn = random();
        return drawn >= 0 && drawn < 1 ? drawn : 0.5;
      },
      forget: (loop) => this.#forget(loop),
    };
  }

  /** @throws TypeError for a job that cannot be waited for; the signal's reason if it is aborted already. */
  open(start: WaitStart): Wait {
    const { job, settings } = start;
    checkJob(job);
    settings.signal?.throwIfAborted();
    const { client, identity } = job;
    let loops = this.#byClient.get(client);
    if (loops === undefined) this.#byClient.set(client, (loops = new Map()));
    let loop = loops.get(identity);
    if (loop === undefined) {
      loop = new JobLoop(this.shared, this.limiterOf(job.rateLimitGroup), { client, identity });
      loops.set(identity, loop);
    }
    return loop.join(start);
  }

  limiterOf(group: string | object): RateLimiter {
    const known = typeof group === "string" ? this.#limiterOfAccount.get(group) : this.#limiterOfClient.get(group);
    if (known !== undefined) return known;
    const limiter = new RateLimiter(this.#timers, this.#settings, group);
    if (typeof group === "string") this.#keep(group, limiter);
    else this.#limiterOfClient.set(group, limiter);
    return limiter;
  }

  wake(job: Pick<AnyJob, "client" | "identity"> | string): void {
    if (typeof job === "string") for (const loops of this.#byClient.values()) loops.get(job)?.pollNow();
    else if (isObject(job)) this.#byClient.get(job.client)?.get(job.identity)?.pollNow();
  }

  stop(job: Pick<AnyJob, "client" | "identity">, reason: unknown): void {
    if (isObject(job)) this.#byClient.get(job.client)?.get(job.identity)?.stop(job, reason);
  }

  /** A program may serve any number of accounts: limiters that nobody needs are given up now and then. */
  #keep(account: string, limiter: RateLimiter): void {
    if (this.#limiterOfAccount.size >= this.#sweepAt) {
      const nowMs = this.#timers.nowMs();
      for (const [name, old] of this.#limiterOfAccount) if (old.isIdle(nowMs)) this.#limiterOfAccount.delete(name);
      this.#sweepAt = Math.max(64, 2 * this.#limiterOfAccount.size);
    }
    this.#limiterOfAccount.set(account, limiter);
  }

  #forget(loop: JobLoop): void {
    const loops = this.#byClient.get(loop.client);
    if (loops?.get(loop.identity) !== loop) return;
    loops.delete(loop.identity);
    if (loops.size === 0) this.#byClient.delete(loop.client);
  }
}

const stoppedReason = (): DOMException => new DOMException("The wait was stopped.", "AbortError");

const leftReason = (): DOMException => new DOMException("The consumer has left.", "AbortError");
