export { createPoller, type PaceOptions, type Poller, type PollerOptions } from "./create-poller.ts";
export { expectSuccess, isJobFailedError, JobFailedError } from "./expect-success.ts";
export type { ManyOptions } from "./many-options.ts";
export { type AnswerCounts, type AnswerKind, lastingErrors, type ReadErrorKind } from "./passing-errors.ts";
export type {
  EndFacts,
  EndOutcome,
  EventFacts,
  EventJob,
  PacedFacts,
  PhaseFacts,
  PollerEvent,
  ReadFacts,
  RetryFacts,
} from "./poller-event.ts";
export { isWaitError, WaitError, type WaitErrorFacts, type WaitErrorReason } from "./wait-error.ts";
export type { WaitOptions } from "./wait-options.ts";
export type { AnyJob, Jobs, StateOf, WaitResult } from "./wait-result.ts";
