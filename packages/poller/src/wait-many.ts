import type { AbortListener, AbortSignals } from "./abort-signals.ts";
import type { SomeState, Wait, WaitStart } from "./job-loop.ts";
import type { AnyJob, Jobs, WaitSettings } from "./options.ts";
import type { AsyncContext } from "./runtime.ts";

/** How the wait for one of many jobs ended. */
export interface ManyResult {
  readonly job: AnyJob;
  readonly result?: SomeState;
  readonly error?: unknown;
}

/** Who takes the results of many jobs. */
export interface ManySink {
  take(result: ManyResult, index: number): void;
  /** Results that nobody has taken yet: the next job is not pulled for them. */
  untaken(): number;
  /** All is told. */
  ended(why: ManyEnd): void;
}

/** Why no further job is pulled. */
export type ManyEnd =
  | { readonly is: "done" }
  | { readonly is: "aborted"; readonly reason: unknown }
  | { readonly is: "source-threw"; readonly error: unknown };

/** What waiting for many jobs needs. */
export interface ManyStart {
  readonly jobs: Jobs<AnyJob>;
  readonly settings: WaitSettings;
  readonly concurrency: number;
  readonly context: AsyncContext;
  readonly signals: AbortSignals;
  readonly sink: ManySink;
  open(start: WaitStart): Wait;
}

/** Waits for many jobs, each of which is pulled from its source when there is room for it. Every job that was pulled gets a result. */
export class ManyWaits implements AbortListener {
  readonly #start: ManyStart;
  readonly #open = new Set<Wait>();
  #iterator: Iterator<AnyJob> | AsyncIterator<AnyJob> | undefined = undefined;
  #pulled = 0;
  /** Jobs that have no result yet. */
  #pending = 0;
  #isPulling = false;
  #end: ManyEnd | undefined = undefined;
  #isOver = false;

  constructor(start: ManyStart) {
    this.#start = start;
  }

  get signal(): AbortSignal | undefined {
    return this.#start.settings.signal;
  }

  begin(): void {
    const { signal } = this;
    if (signal?.aborted === true) {
      this.#stop({ is: "aborted", reason: signal.reason });
      return;
    }
    this.#start.signals.watch(this);
    this.pull();
  }

  /** There may be room for another job. */
  pull(): void {
    if (!this.#isPulling && this.#end === undefined) void this.#pullAll();
  }

  /** The signal of the caller: each job that was pulled has its own wait that ends by it. */
  abort(reason: unknown): void {
    this.#stop({ is: "aborted", reason });
    this.#closeSource();
  }

  /** Nobody takes the results any more. */
  leave(reason: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#end ??= { is: "done" };
    this.#start.signals.unwatch(this);
    for (const wait of this.#open) wait.abort(reason);
    this.#closeSource();
  }

  async #pullAll(): Promise<void> {
    this.#isPulling = true;
    const { concurrency, sink, jobs } = this.#start;
    try {
      this.#iterator ??= Symbol.asyncIterator in jobs ? jobs[Symbol.asyncIterator]() : jobs[Symbol.iterator]();
      while (this.#end === undefined && this.#pending + sink.untaken() < concurrency) {
        const next = await this.#iterator.next();
        if (next.done === true) this.#stop({ is: "done" });
        else this.#wait(next.value);
      }
    } catch (error) {
      // What a source throws is told after the results of the jobs that it gave.
      this.#stop({ is: "source-threw", error });
    }
    this.#isPulling = false;
  }

  #wait(job: AnyJob): void {
    const { settings, context, open, sink } = this.#start;
    if (this.#isOver) return;
    const index = this.#pulled++;
    let wait: Wait | undefined;
    const settled = (result: ManyResult): void => {
      if (wait !== undefined) this.#open.delete(wait);
      this.#pending--;
      if (this.#isOver) return;
      sink.take(result, index);
      this.#endIfOver();
      this.pull();
    };
    this.#pending++;
    try {
      wait = open({
        job,
        settings,
        context,
        settle: (outcome) => {
          Promise.resolve(outcome).then(
            (result) => settled({ job, result }),
            (error: unknown) => settled({ job, error }),
          );
        },
      });
      this.#open.add(wait);
    } catch (error) {
      settled({ job, error });
    }
  }

  #stop(end: ManyEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    const { jobs, sink } = this.#start;
    // The ids in an array are known without pulling them.
    if (end.is === "aborted" && Array.isArray(jobs))
      for (const job of jobs.slice(this.#pulled)) sink.take({ job, error: end.reason }, this.#pulled++);
    this.#endIfOver();
  }

  #endIfOver(): void {
    if (this.#end === undefined || this.#pending > 0 || this.#isOver) return;
    this.#isOver = true;
    this.#start.signals.unwatch(this);
    this.#start.sink.ended(this.#end);
  }

  // A source that hangs does not heed this either: nobody waits for it.
  #closeSource(): void {
    try {
      const closed: unknown = this.#iterator?.return?.();
      if (closed instanceof Promise) closed.catch(() => {});
    } catch {
      // It is left: what it has to say about that is of no use to anybody.
    }
  }
}
