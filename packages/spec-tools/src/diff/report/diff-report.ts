import type { Bump } from "../bump.ts";

/** Which of the three judges saw a change. */
export type Judge = "wire" | "types" | "lifecycle";

/** One reason for a verdict. */
export interface Reason {
  readonly bump: Bump;
  readonly seenBy: Judge;
  /** A JSON Pointer: into the new document, or into the old one where the thing is gone. */
  readonly pointer: string;
  readonly message: string;
  /** Null where there was nothing. */
  readonly old: unknown;
  /** Null where there is nothing any more. */
  readonly new: unknown;
}

/** The verdict on one API's package: that of its worst reason. */
export interface ApiDiff {
  readonly api: string;
  readonly bump: Bump;
  readonly reasons: readonly Reason[];
}

/** What `specs:diff --json` writes. */
export interface DiffReport {
  readonly apis: readonly ApiDiff[];
}
