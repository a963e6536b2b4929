/** Puts the values of a stream where its consumer takes them. */
export interface StreamSink<T> {
  push(value: T): void;
  /** The last value was pushed. */
  end(): void;
  /** What the consumer gets after all that was pushed. */
  fail(error: unknown): void;
  /** Values that nobody has taken yet. */
  readonly untaken: number;
}

/** Makes the values of a stream. */
export interface StreamSource<T> {
  /** Called with the first `next()`. */
  begin(sink: StreamSink<T>): void;
  /** A value was taken. */
  taken?(): void;
  /** The consumer has left before the end. */
  left(): void;
}

/**
 * A generator whose values come from elsewhere. It begins with its first `next()`. A plain generator minds `return()` and
 * `throw()` only between two values; this one ends at once, also while it waits for the next.
 */
export const createStream = <T>(source: StreamSource<T>): AsyncGenerator<T, void, undefined> => {
  const queue = new StreamQueue<T>();
  const stream = take(source, queue);
  const leaveBy = <Given extends readonly unknown[], Result>(method: (...given: Given) => Result) => {
    const original = method.bind(stream);
    return (...given: Given): Result => {
      queue.leave();
      return original(...given);
    };
  };
  stream.return = leaveBy(stream.return);
  stream.throw = leaveBy(stream.throw);
  return stream;
};

async function* take<T>(source: StreamSource<T>, queue: StreamQueue<T>): AsyncGenerator<T, void, undefined> {
  try {
    source.begin(queue);
    while (await queue.hasNext()) {
      const value = queue.shift();
      source.taken?.();
      yield* value;
    }
  } finally {
    if (!queue.hasEnded) source.left();
  }
}

class StreamQueue<T> implements StreamSink<T> {
  #values: T[] = [];
  #outcome: { readonly error?: unknown; readonly isError: boolean } | undefined = undefined;
  #hasLeft = false;
  #wakeConsumer: (() => void) | undefined = undefined;

  get untaken(): number {
    return this.#values.length;
  }

  get hasEnded(): boolean {
    return this.#outcome !== undefined && !this.#hasLeft;
  }

  push(value: T): void {
    this.#values.push(value);
    this.#wakeConsumer?.();
  }

  end(): void {
    this.#outcome ??= { isError: false };
    this.#wakeConsumer?.();
  }

  fail(error: unknown): void {
    this.#outcome ??= { isError: true, error };
    this.#wakeConsumer?.();
  }

  leave(): void {
    this.#hasLeft = true;
    this.#wakeConsumer?.();
  }

  /** Waits for a value; false at the end. Throws what the stream failed with, after all values. */
  async hasNext(): Promise<boolean> {
    while (!this.#hasLeft && this.#values.length === 0 && this.#outcome === undefined)
      await new Promise<void>((resolve) => {
        this.#wakeConsumer = resolve;
      });
    if (this.#hasLeft) return false;
    if (this.#values.length > 0) return true;
    if (this.#outcome?.isError === true) throw this.#outcome.error;
    return false;
  }

  /** The next value, in a list of one. */
  shift(): T[] {
    return this.#values.splice(0, 1);
  }
}
