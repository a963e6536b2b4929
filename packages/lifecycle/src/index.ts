export { type Breach, describe } from "./breach.ts";
export { type CallErrorKind, callErrorKinds, type CallFailure, isCallFailure } from "./call-failure.ts";
export { type Clock, systemClock, systemTimer } from "./clock.ts";
export { compileLifecycle, type CompileOptions } from "./compile-lifecycle.ts";
export { type Duration, parseDuration } from "./duration.ts";
export { isId } from "./is-id.ts";
export type { Departure, Job, Reading, ReadOptions, SavedJob } from "./job.ts";
export type {
  AnyBodies,
  EndState,
  FailedItemState,
  FailedState,
  Failure,
  ItemState,
  JobState,
  PartialState,
  PendingState,
  PhaseBodies,
  SucceededState,
} from "./job-state.ts";
export type { ItemsReader, Lifecycle, PaceTimes, PollTimes, Promises, StateReader } from "./lifecycle.ts";
export { type FailureKind, failureKindOf, type Kind, kinds, type Phase, phaseOf } from "./phase.ts";
export { isAbsent, isRecord, pointerTokens, resolvePointer } from "./pointer.ts";
export { type AnswerReading, readAnswer, type ReadAnswerOptions } from "./read-answer.ts";
export { matches, predicates, statusMatches } from "./predicates.ts";
export { type Answer, isGood, meets, type Predicate, type Predicates, type Rule, type Scalar } from "./rule.ts";
export type {
  ItemPhase,
  PendingForm,
  XCallRule,
  XError,
  XFailure,
  XHas,
  XItems,
  XJob,
  XJobId,
  XLimit,
  XPace,
  XPoll,
  XPromise,
  XState,
  XStateRule,
} from "./x-job.ts";
