import { createBell } from "./bell.ts";

/** The producing side of a stream. */
export interface Sink<T> {
  push(value: T): void;
  /** Values that nobody has taken yet. */
  untaken(): number;
  /** Resolves when a value was pushed or taken, or when the consumer has left. */
  changed(): Promise<void>;
  /** Aborted when the consumer leaves, or by the caller's signal. */
  readonly signal: AbortSignal;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * An iterable that begins with its first `next()`, and ends as the promise of its producer does. Unlike an async generator
 * it minds `return()` while a `next()` is pending.
 */
export const createStream = <T>(
  outer: AbortSignal | undefined,
  produce: (sink: Sink<T>) => Promise<unknown>,
): AsyncIterableIterator<T, undefined> => {
  const left = new AbortController();
  const signal = AbortSignal.any(outer ? [outer, left.signal] : [left.signal]);
  const results: IteratorYieldResult<T>[] = [];
  const { ring, rung } = createBell();
  let end: Promise<unknown> | undefined;
  let isBegun = false;

  const push = (value: T): void => {
    results.push({ done: false, value });
    ring();
  };
  const begin = async (): Promise<void> => {
    isBegun = true;
    signal.addEventListener("abort", ring);
    const produced = produce({ push, untaken: () => results.length, changed: rung, signal });
    await produced.catch(() => {});
    end = produced;
    ring();
  };
  const next = async (): Promise<IteratorResult<T, undefined>> => {
    if (!isBegun && !signal.aborted) void begin();
    while (!left.signal.aborted) {
      const result = results.shift();
      if (signal.aborted || (end && !result)) {
        left.abort();
        outer?.throwIfAborted();
        await end;
      } else if (result) {
        ring();
        return result;
      } else await rung();
    }
    return done;
  };
  return iterable(next, () => left.abort());
};

const iterable = <T>(
  next: () => Promise<IteratorResult<T, undefined>>,
  leave: () => void,
): AsyncIterableIterator<T, undefined> => {
  const stream: AsyncIterableIterator<T, undefined> = {
    next,
    return: async () => {
      leave();
      return done;
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
};
