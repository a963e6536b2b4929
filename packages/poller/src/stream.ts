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

/**
 * An iterable that begins with its first `next()`, and ends as the promise of its producer does. Unlike an async generator
 * by itself it minds `return()` while a `next()` is pending.
 */
export const createStream = <T>(
  outer: AbortSignal | undefined,
  produce: (sink: Sink<T>) => Promise<unknown>,
): AsyncIterableIterator<T, undefined> => {
  const left = new AbortController();
  const signal = AbortSignal.any(outer ? [outer, left.signal] : [left.signal]);
  const values: { readonly value: T }[] = [];
  const { ring, rung } = createBell();
  const push = (value: T): void => {
    values.push({ value });
    ring();
  };
  const iterator = (async function* (): AsyncGenerator<T, undefined> {
    let end: Promise<unknown> | undefined;
    signal.throwIfAborted();
    signal.addEventListener("abort", ring);
    try {
      const produced = produce({ push, untaken: () => values.length, changed: rung, signal });
      void produced
        .catch(() => {})
        .then(() => {
          end = produced;
          ring();
        });
      while (!left.signal.aborted) {
        signal.throwIfAborted();
        const first = values.shift();
        if (first) yield first.value;
        else if (end) return void (await end);
        else await rung();
        ring();
      }
    } finally {
      left.abort();
      signal.removeEventListener("abort", ring);
    }
  })();
  return leaveable(iterator, left);
};

const leaveable = <T>(
  iterator: AsyncGenerator<T, undefined>,
  left: AbortController,
): AsyncIterableIterator<T, undefined> => {
  const stream: AsyncIterableIterator<T, undefined> = {
    next: () => iterator.next(),
    return: () => {
      left.abort();
      return iterator.return(undefined);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
};
