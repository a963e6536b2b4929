/** Someone who is told when a signal is aborted. */
export interface AbortListener {
  readonly signal: AbortSignal | undefined;
  abort(reason: unknown): void;
}

interface Watched {
  readonly listeners: Set<AbortListener>;
  onAbort(): void;
}

/**
 * One listener on each signal for all who share it; with the last of them it goes. A server may wait a million times with
 * the one signal of its shutdown: a combined signal or a listener for each would be kept until then.
 */
export class AbortSignals {
  readonly #watched = new Map<AbortSignal, Watched>();

  watch(listener: AbortListener): void {
    const { signal } = listener;
    if (signal === undefined) return;
    const known = this.#watched.get(signal);
    if (known !== undefined) {
      known.listeners.add(listener);
      return;
    }
    const listeners = new Set([listener]);
    const onAbort = (): void => {
      for (const each of listeners) each.abort(signal.reason);
    };
    this.#watched.set(signal, { listeners, onAbort });
    signal.addEventListener("abort", onAbort);
  }

  unwatch(listener: AbortListener): void {
    const { signal } = listener;
    const watched = signal === undefined ? undefined : this.#watched.get(signal);
    if (
      signal === undefined ||
      watched === undefined ||
      !watched.listeners.delete(listener) ||
      watched.listeners.size > 0
    )
      return;
    this.#watched.delete(signal);
    signal.removeEventListener("abort", watched.onAbort);
  }
}
