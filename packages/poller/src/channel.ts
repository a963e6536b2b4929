/** A queue between a producer that does not wait and a consumer that iterates. */
export interface Channel<T> extends AsyncIterableIterator<T, undefined> {
  push(value: T): void;
  /** Ends the iteration after what was pushed. */
  close(): void;
  /** Ends the iteration with an error after what was pushed. */
  fail(error: unknown): void;
  /** Values that nobody has taken yet. */
  size(): number;
  return(): Promise<IteratorReturnResult<undefined>>;
}

export interface ChannelOptions {
  /** The consumer asks for a value; the first time is the start. */
  onPull(): void;
  /** The consumer leaves early. */
  onReturn(): void;
}

type Result<T> = IteratorResult<T, undefined>;

/** Unlike an async generator it minds `return()` while a `next()` is pending. */
export const createChannel = <T>({ onPull, onReturn }: ChannelOptions): Channel<T> => {
  const results: IteratorYieldResult<T>[] = [];
  const takers: ((result: Result<T> | Promise<never>) => void)[] = [];
  let isOver = false;
  let failure: { readonly error: unknown } | undefined;

  const finish = (): IteratorReturnResult<undefined> | Promise<never> => {
    const failed = failure;
    failure = undefined;
    return failed === undefined ? { done: true, value: undefined } : Promise.reject(failed.error);
  };
  const close = (): void => {
    isOver = true;
    for (const taker of takers.splice(0)) taker(finish());
  };
  const channel: Channel<T> = {
    push: (value) => {
      const result = { done: false, value } as const;
      const taker = takers.shift();
      if (taker !== undefined) taker(result);
      else if (!isOver) results.push(result);
    },
    close,
    size: () => results.length,
    fail: (error) => {
      if (!isOver) failure = { error };
      close();
    },
    next: async () => {
      const result = results.shift();
      if (!isOver) onPull();
      if (result !== undefined) return result;
      return isOver ? finish() : new Promise<Result<T>>((resolve) => void takers.push(resolve));
    },
    return: async () => {
      results.length = 0;
      failure = undefined;
      close();
      onReturn();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => channel,
  };
  return channel;
};
