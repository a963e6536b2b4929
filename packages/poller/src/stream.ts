import { createBell } from "./bell.ts";

/** Makes the values of a stream, until its promise settles. `signal` is aborted when the consumer leaves, or by the caller's. */
export type Produce<T> = (
  push: (value: T) => void,
  signal: AbortSignal,
  /** Those that nobody has taken yet. */
  untaken: readonly T[],
  /** Resolves when a value was pushed or taken, or when the consumer has left. */
  changed: () => Promise<void>,
) => Promise<unknown>;

/** An iterable that begins with its first `next()`, and ends as the promise of its producer does. */
export const createStream = <T>(
  outer: AbortSignal | undefined,
  produce: Produce<T>,
): AsyncIterableIterator<T, undefined> => {
  const left = new AbortController();
  const stream = take(outer, AbortSignal.any(outer ? [outer, left.signal] : [left.signal]), produce);
  const leave = stream.return.bind(stream);
  // A generator minds its `return()` only between two values: one that waits for the next has to be woken.
  stream.return = (value) => {
    left.abort();
    return leave(value);
  };
  return stream;
};

async function* take<T>(
  outer: AbortSignal | undefined,
  signal: AbortSignal,
  produce: Produce<T>,
): AsyncGenerator<T, undefined> {
  const { ring, rung } = createBell();
  const values: T[] = [];
  let end: Promise<unknown> | undefined;
  const push = (value: T): void => {
    values.push(value);
    ring();
  };
  const run = async (): Promise<void> => {
    const produced = produce(push, signal, values, rung);
    await produced.catch(() => {});
    end = produced;
    ring();
  };
  outer?.throwIfAborted();
  signal.addEventListener("abort", ring);
  void run();
  while (!signal.aborted) {
    for (const value of values.splice(0, 1)) {
      ring();
      yield value;
    }
    if (!values.length) {
      if (end) break;
      await rung();
    }
  }
  outer?.throwIfAborted();
  if (!signal.aborted) await end;
  return undefined;
}
