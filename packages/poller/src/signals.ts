import type { Waiter } from "./loop.ts";

/** Watches the signals of waits: one listener for all that share a signal. */
export interface Signals {
  watch(waiter: Waiter): void;
  /** With the last of its waits the listener of a signal goes. */
  unwatch(waiter: Waiter): void;
}

export const createSignals = (onAbort: (waiter: Waiter, reason: unknown) => void): Signals => {
  const watched = new Map<AbortSignal, Set<Waiter>>();

  function listener(this: AbortSignal): void {
    for (const waiter of watched.get(this) ?? []) onAbort(waiter, this.reason);
  }
  return {
    watch: (waiter) => {
      const { signal } = waiter.options;
      if (!signal) return;
      const waiters = watched.get(signal);
      if (waiters) waiters.add(waiter);
      else {
        watched.set(signal, new Set([waiter]));
        signal.addEventListener("abort", listener);
      }
    },
    unwatch: (waiter) => {
      const { signal } = waiter.options;
      const waiters = signal && watched.get(signal);
      if (!signal || !waiters?.delete(waiter) || waiters.size) return;
      watched.delete(signal);
      signal.removeEventListener("abort", listener);
    },
  };
};
