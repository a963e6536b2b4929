/** Tells whoever listens that something was changed from outside. */
export interface Changes {
  emit(what: ChangedPart): void;
  /** Gives the function that ends it. */
  subscribe(listener: (what: ChangedPart) => void): () => void;
}

export type ChangedPart = "jobs" | "scenarios" | "faults" | "requests" | "clock";

/** A list of listeners, called in their order. */
export const createChanges = (): Changes => {
  const listeners = new Set<(what: ChangedPart) => void>();
  return {
    emit: (what) => {
      for (const listener of listeners) listener(what);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
