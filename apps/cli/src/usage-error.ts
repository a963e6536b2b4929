import { closestMatch } from "leven";

/** The command was called wrongly: one line for the person, no stack. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** Whether the error is the caller's to mend on the command line. */
export const isUsageError = (error: unknown): error is UsageError =>
  error instanceof Error && error.name === "UsageError";

/** What another part refused because of what was given to the command. */
export const usageErrorOf = (cause: unknown): UsageError =>
  new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });

/** The word that was probably meant, or undefined when none is near. */
export const closest = (word: string, words: readonly string[]): string | undefined =>
  closestMatch(word, [...words], { maxDistance: Math.min(2, word.length - 1) });
