/** First in, first out. */
export interface Fifo<T> {
  push(value: T): void;
  first(): T | undefined;
  /** Drops the first. */
  shift(): void;
  clear(): void;
}

// Moving thousands of entries for each that leaves would cost more than the few that wait for it.
const mostDropped = 1024;

export const createFifo = <T>(): Fifo<T> => {
  let values: T[] = [];
  let head = 0;
  const clear = (): void => {
    values = [];
    head = 0;
  };
  return {
    push: (value) => {
      values.push(value);
    },
    first: () => values[head],
    shift: () => {
      head++;
      if (head >= values.length) clear();
      else if (head > mostDropped) {
        values = values.slice(head);
        head = 0;
      }
    },
    clear,
  };
};
