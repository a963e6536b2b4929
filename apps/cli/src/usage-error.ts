/** The command was called wrongly: one or two lines for the person, no stack. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** Whether the error is the caller's to mend on the command line. */
export const isUsageError = (error: unknown): error is UsageError =>
  error instanceof Error && error.name === "UsageError";
