import type { Engine } from "./engine.ts";
import type { Waiter } from "./loop.ts";

/** Watches the signal of a wait: one listener for all that share it. */
export const watchSignal = (
  engine: Engine,
  waiter: Waiter,
  onAbort: (waiter: Waiter, reason: unknown) => void,
): void => {
  const signal = waiter.options?.signal;
  if (signal === undefined) return;
  const watched = engine.signals.get(signal);
  if (watched !== undefined) {
    watched.waiters.add(waiter);
    return;
  }
  const waiters = new Set([waiter]);
  const listener = (): void => {
    for (const aborted of waiters) onAbort(aborted, signal.reason);
  };
  engine.signals.set(signal, { waiters, listener });
  signal.addEventListener("abort", listener);
};

/** Stops watching for one wait; with the last one the listener goes. */
export const unwatchSignal = (engine: Engine, waiter: Waiter): void => {
  const signal = waiter.options?.signal;
  const watched = signal === undefined ? undefined : engine.signals.get(signal);
  if (signal === undefined || watched === undefined) return;
  watched.waiters.delete(waiter);
  if (watched.waiters.size > 0) return;
  engine.signals.delete(signal);
  signal.removeEventListener("abort", watched.listener);
};
