import type { Clock } from "@genwait/lifecycle";

/** The part of a clock that calls need. */
export type CallClock = Pick<Clock, "now" | "after">;

/**
 * Does work that minds a signal, within a time. Rejects with what `limit` makes, with the signal's own reason, or with what
 * the work threw: at once, whether or not the work minds its signal. Leaves no timer and no listener.
 */
export const within = <Result>(
  clock: CallClock,
  timeoutMs: number,
  limit: () => unknown,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const controller = new AbortController();
    const stop = (reason: unknown): void => {
      finish();
      reject(reason);
      controller.abort(reason);
    };
    const onAbort = (): void => stop(signal?.reason);
    const cancel = clock.after(timeoutMs, () => stop(limit()));
    const finish = (): void => {
      cancel();
      signal?.removeEventListener("abort", onAbort);
    };
    signal?.addEventListener("abort", onAbort);
    work(controller.signal).finally(finish).then(resolve, reject);
  });
