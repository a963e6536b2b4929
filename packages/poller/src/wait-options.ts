import type { Job } from "@genwait/lifecycle";

/** How to wait for one job; all times in milliseconds. */
export interface WaitOptions<State extends { readonly phase: string }, J = Job<State>> {
  /** By then the wait has settled. @default `poll.atMost` of the job's declaration */
  readonly timeoutMs?: number;
  /** Ends the wait with the signal's own reason. The job itself goes on. */
  readonly signal?: AbortSignal;
  /**
   * Called with each state that differs from the one before, the end included; on a wait that joins another one for the
   * same job first with the state that is known. What it throws ends this wait.
   */
  onUpdate?(state: State, job: J): void;
  /** From the start of one read to the start of the next. @default `poll.every` of the job's declaration */
  readonly intervalMs?: number;
  /** As many errors in a row end the wait. @default 3 before the first good read, and no limit after it */
  readonly maxErrors?: number;
  /**
   * How long from the start of the wait the job may be unknown (404).
   * @default `poll.notFoundGrace` from its creation for a job that this program created, else none
   */
  readonly notFoundGraceMs?: number;
  /** How long before the deadline the last read starts. @default the slowest read so far, at least 250, at most a quarter of the time */
  readonly lastLookMs?: number;
  /**
   * Cuts off a read that hangs. A client has its own limit, too. Of several waits for one job the one whose deadline comes
   * first decides, as it does for `lastLookMs`.
   * @default a third of the time, half of what remains of it, at most 60 seconds, or 2 while more than half of `maxInFlight` reads are under way; never less than 250 or twice the slowest read so far
   */
  readonly readTimeoutMs?: number;
}
