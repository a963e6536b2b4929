import type { JobRecord } from "../job/job-record.ts";

/** What changed, beside the request log, which tells its own. */
export type Change =
  | { readonly of: "job"; readonly record: JobRecord }
  | { readonly of: "removed"; readonly records: readonly JobRecord[] }
  | { readonly of: "cleared" | "clock" | "scenarios" | "faults" | "reloaded" };

/** Tells whoever listens that something changed. */
export interface Changes {
  emit(change: Change): void;
  /** Gives the function that ends it. */
  subscribe(listener: (change: Change) => void): () => void;
}

/** A list of listeners, called in their order. */
export const createChanges = (): Changes => {
  const listeners = new Set<(change: Change) => void>();
  return {
    emit: (change) => {
      for (const listener of listeners) listener(change);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
