/** Values that are pulled one after another while there is room for them. */
export interface Source {
  pull(): void;
  /** Pulls no more; an iterator that is not at its end is told so. */
  leave(): void;
}

export interface SourceOptions<T> {
  hasRoom(): boolean;
  take(value: T): void;
  /** The source is at its end; told again at each `pull`. With an error, if it threw. */
  onIdle(failure: { readonly error: unknown } | undefined): void;
}

export const createSource = <T>(values: Iterable<T> | AsyncIterable<T>, options: SourceOptions<T>): Source => {
  const progress: Progress<T> = { iterator: undefined, failure: undefined, is: "resting" };
  const accept = (result: IteratorResult<T>): void => {
    if (result.done === true) progress.is = progress.is === "left" ? "left" : "over";
    else if (progress.is !== "left") options.take(result.value);
  };
  const fail = (error: unknown): void => {
    progress.failure = { error };
    if (progress.is !== "left") progress.is = "over";
  };
  const acceptLater = async (pending: PromiseLike<IteratorResult<T>>): Promise<void> => {
    try {
      accept(await pending);
    } catch (error) {
      fail(error);
    }
    if (progress.is === "pulling") progress.is = "resting";
    pull();
  };
  const pull = (): void => {
    if (progress.is === "resting") {
      progress.is = "pulling";
      try {
        const iterator = (progress.iterator ??= iteratorOf(values));
        while (progress.is === "pulling" && options.hasRoom()) {
          const result = iterator.next();
          if ("then" in result) return void acceptLater(result);
          accept(result);
        }
      } catch (error) {
        fail(error);
      }
      if (progress.is === "pulling") progress.is = "resting";
    }
    if (progress.is === "over") options.onIdle(progress.failure);
  };
  return { pull, leave: () => void leave(progress) };
};

interface Progress<T> {
  iterator: Iterator<T> | AsyncIterator<T> | undefined;
  failure: { readonly error: unknown } | undefined;
  is: "resting" | "pulling" | "over" | "left";
}

const iteratorOf = <T>(values: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> =>
  Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();

const leave = async (progress: Progress<unknown>): Promise<void> => {
  const { iterator, is } = progress;
  progress.is = "left";
  if (is === "over" || is === "left") return;
  try {
    await iterator?.return?.();
  } catch {
    // What a source throws when it is told to stop concerns nobody any more.
  }
};
