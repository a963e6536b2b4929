import type { Engine } from "./engine.ts";
import { defaultConcurrency, type ManyOptions } from "./many-options.ts";
import { createSource, type Source } from "./source.ts";
import { startWait } from "./start-wait.ts";
import type { AnyJob, Jobs, WaitResult } from "./wait-result.ts";

export interface ManyHandlers<J extends AnyJob> {
  onResult(result: WaitResult<J>, index: number): void;
  /** Nothing more is to come. With an error: the signal's reason, or what the source threw. */
  onDone(failure: { readonly error: unknown } | undefined): void;
  /** Results that nobody has taken yet; they take up room. */
  untaken(): number;
}

export interface Many {
  /** Pulls jobs while there is room for them. */
  pull(): void;
  /** Ends every wait in silence, and leaves the source. */
  stop(): void;
}

/** Waits for the jobs of a source, as many at once as there is room for. */
export const waitMany = <J extends AnyJob>(
  engine: Engine,
  jobs: Jobs<J>,
  options: ManyOptions<J> | undefined,
  handlers: ManyHandlers<J>,
): Many => {
  const { concurrency = defaultConcurrency, signal } = options ?? {};
  // One signal of our own for all of them: what the caller's does to each is told once, for all.
  const controller = new AbortController();
  const stop = (): void => {
    signal?.removeEventListener("abort", onAbort);
    source.leave();
    controller.abort();
  };
  const finish = (failure: { readonly error: unknown } | undefined): void => {
    stop();
    handlers.onDone(failure);
  };
  const onAbort = (): void => finish({ error: signal?.reason });

  const crew = { engine, options: { ...options, signal: controller.signal }, handlers, open: 0, count: 0 };
  const source: Source = createSource(jobs, {
    hasRoom: () => crew.open + handlers.untaken() < concurrency,
    take: (job) => takeJob(crew, job, () => source.pull()),
    onIdle: (failure) => (crew.open === 0 ? finish(failure) : undefined),
  });
  signal?.addEventListener("abort", onAbort);
  return { pull: () => (signal?.aborted === true ? onAbort() : source.pull()), stop };
};

interface Crew<J extends AnyJob> {
  readonly engine: Engine;
  readonly options: ManyOptions<J> & { readonly signal: AbortSignal };
  readonly handlers: ManyHandlers<J>;
  open: number;
  count: number;
}

const takeJob = <J extends AnyJob>(crew: Crew<J>, job: J, pull: () => void): void => {
  const index = crew.count++;
  crew.open++;
  const deliver = (result: WaitResult<J>): void => {
    if (crew.options.signal.aborted) return;
    crew.open--;
    crew.handlers.onResult(result, index);
    pull();
  };
  startWait<{ readonly phase: string }>(crew.engine, job, crew.options, (outcome) => {
    if (outcome instanceof Promise) outcome.catch((error: unknown) => deliver({ job, error } as WaitResult<J>));
    else deliver({ job, end: outcome } as WaitResult<J>);
  });
};
