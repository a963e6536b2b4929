import { type Duration, parseDuration } from "./duration.ts";
import { findRule } from "./find-rule.ts";
import { judgeItems } from "./judge-items.ts";
import type { ItemsReader, Lifecycle, PaceTimes, PollTimes, StateReader } from "./lifecycle.ts";
import { kinds } from "./phase.ts";
import { predicates } from "./predicates.ts";
import { slowDown } from "./slow-down.ts";
import { stageOf } from "./state-details.ts";
import type { XItems, XJob, XPace, XPoll, XState } from "./x-job.ts";

export interface CompileOptions {
  /** What the schema calls the type of a promised member, of the job or of an item. @default any value keeps a promise */
  readonly typeAt?: (pointer: string, of: "job" | "item") => string | undefined;
}

/** Makes a declaration ready for reading: defaults filled in, times in milliseconds, the members of the mock and of the documentation left out. */
export const compileLifecycle = (job: XJob, { typeAt }: CompileOptions = {}): Lifecycle => {
  const { name, call, state, items, failure, progress, stage, poll, pace } = job;
  return {
    name,
    id: job.id.answer === undefined ? {} : { answer: job.id.answer },
    ...(call !== undefined && { call }),
    ...(state !== undefined && { state: compileState(state) }),
    ...(items !== undefined && { items: compileItems(items, (pointer) => typeAt?.(pointer, "item")) }),
    ...promisesOf(job.has, (pointer) => typeAt?.(pointer, "job")),
    ...(failure !== undefined && { failure }),
    ...(progress !== undefined && { progress }),
    ...(stage !== undefined && { stage: { at: stage.at } }),
    ...((stage !== undefined || progress !== undefined) && { stageOf }),
    ...((call ?? state?.rules ?? items?.state.rules) !== undefined && { predicates }),
    poll: compilePoll(poll),
    ...(pace !== undefined && { pace: compilePace(pace) }),
  };
};

const compileItems = ({ at, id, state, failure, none, has }: XItems, typeAt: TypeAt): ItemsReader => ({
  judge: judgeItems,
  at,
  ...(id !== undefined && { id }),
  state: compileState(state),
  ...(failure !== undefined && { failure }),
  none,
  ...promisesOf(has, typeAt),
});

const compileState = ({ rules, values, ...state }: XState): StateReader => ({
  ...(rules !== undefined && { rules: { find: findRule, list: rules } }),
  ...state,
  ...(values !== undefined && {
    values: kinds.flatMap((kind) => (values[kind] ? [[kind, ...values[kind]] as const] : [])),
  }),
});

type TypeAt = (pointer: string) => string | undefined;

type Promised = { readonly [phase in "succeeded" | "partial" | "failed"]?: { readonly present?: readonly string[] } };

const promisesOf = (has: Promised | undefined, typeAt: TypeAt): Pick<Lifecycle, "promised"> => {
  const promised = (["succeeded", "partial", "failed"] as const).flatMap((phase) => {
    const present = has?.[phase]?.present ?? [];
    if (present.length === 0) return [];
    return [[phase, Object.fromEntries(present.map((pointer) => [pointer, typeAt(pointer) ?? ""]))] as const];
  });
  return promised.length === 0 ? {} : { promised: Object.fromEntries(promised) };
};

const compilePoll = ({ first = "0s", every = "5s", atMost = "10m", notFoundGrace = "10s" }: XPoll = {}): PollTimes => ({
  firstMs: ms(first),
  everyMs: ms(every),
  atMostMs: ms(atMost),
  notFoundGraceMs: ms(notFoundGrace),
});

const compilePace = ({ tooManyRequests, limits }: XPace): PaceTimes => ({
  ...(tooManyRequests !== undefined && { tooManyRequestsMs: ms(tooManyRequests) }),
  ...(limits !== undefined && {
    slowDown,
    limits: limits.map(({ remaining, below, every }) => ({ remaining, below, everyMs: ms(every) })),
  }),
});

const ms = (duration: Duration): number => parseDuration(duration);
