import type { Failure } from "@genwait/lifecycle";

interface SomeEnd {
  readonly phase: string;
  readonly failure?: Failure;
}

/**
 * For callers who prefer an exception: the end, if the job succeeded.
 *
 * @param options.allowPartial takes a job of which some outputs are good, too. @default false
 * @throws JobFailedError for any other end; it carries the end.
 * @example
 * ```ts
 * const { body } = expectSuccess(await poller.wait(job));
 * ```
 */
export function expectSuccess<End extends SomeEnd>(
  end: End,
  options?: { readonly allowPartial?: false },
): Extract<End, { readonly phase: "succeeded" }>;
export function expectSuccess<End extends SomeEnd>(
  end: End,
  options: { readonly allowPartial: boolean },
): Extract<End, { readonly phase: "succeeded" | "partial" }>;
export function expectSuccess(
  end: SomeEnd,
  { allowPartial = false }: { readonly allowPartial?: boolean } = {},
): SomeEnd {
  if (end.phase === "succeeded" || (allowPartial && end.phase === "partial")) return end;
  throw new JobFailedError(end);
}

/** A job that ended without the result that was expected. */
export class JobFailedError<End extends SomeEnd = SomeEnd> extends Error {
  readonly end: End;

  constructor(end: End) {
    super(`Failed to get the job's result: ${reasonOf(end)}. See the error's \`end\`.`);
    this.end = end;
  }

  static {
    this.prototype.name = "JobFailedError";
  }
}

/** Whether a value is a {@link JobFailedError}, also one of another copy of this package. */
export const isJobFailedError = (value: unknown): value is JobFailedError =>
  value instanceof Error && value.name === "JobFailedError" && "end" in value;

const reasonOf = ({ phase, failure }: SomeEnd): string => {
  if (phase === "partial") return "only some of its outputs are good";
  const kind = failure === undefined || failure.kind === "error" ? "failed" : `was ${failure.kind}`;
  return `the job ${kind}${failure?.message === undefined ? "" : `: ${failure.message.replace(/\.$/, "")}`}`;
};
