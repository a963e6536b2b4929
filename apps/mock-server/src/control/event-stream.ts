/** Server-sent events as text, for as long as somebody reads them. */
export interface EventStream {
  readonly stream: AsyncIterable<string>;
  /** Sends an event; dropped when the reader is far behind. */
  push(name: string, data: unknown): void;
}

/** Makes a stream; `onEnd` is called once, when nobody reads it any more. */
export const createEventStream = (onEnd: () => void): EventStream => {
  const queue: string[] = [];
  let wake: (() => void) | undefined;
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    onEnd();
    wake?.();
  };
  const iterator: AsyncIterator<string> = {
    next: async () => {
      while (queue.length === 0 && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const value = queue.splice(0).join("");
      return isOver ? { done: true, value: undefined } : { done: false, value };
    },
    return: async () => {
      end();
      return { done: true, value: undefined };
    },
  };
  return {
    stream: { [Symbol.asyncIterator]: () => iterator },
    push: (name, data) => {
      if (isOver || queue.length >= mostWaiting) return;
      queue.push(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      wake?.();
    },
  };
};

// A page that was put to sleep catches up by asking; it must not fill the mock's memory meanwhile.
const mostWaiting = 1000;
