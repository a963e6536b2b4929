import { type Duration, parseDuration } from "./duration.ts";
import { judgeItems } from "./judge-items.ts";
import type { ItemsReader, Lifecycle, PaceTimes, PollTimes } from "./lifecycle.ts";
import { predicates } from "./predicates.ts";
import { stageOf } from "./state-details.ts";
import type { XItems, XJob, XPace, XPoll } from "./x-job.ts";

export interface CompileOptions {
  /** What the schema calls the type of a promised member, of the job or of an item. @default any value keeps a promise */
  readonly typeAt?: (pointer: string, of: "job" | "item") => string | undefined;
}

/** Makes a declaration ready for reading: defaults filled in, times in milliseconds, the mock's members left out. */
export const compileLifecycle = (job: XJob, { typeAt }: CompileOptions = {}): Lifecycle => {
  const { name, call, state, items, failure, progress, stage, poll, pace, typicalDuration } = job;
  return {
    name,
    id: job.id.answer === undefined ? {} : { answer: job.id.answer },
    ...(call !== undefined && { call }),
    ...(state !== undefined && { state }),
    ...(items !== undefined && { items: compileItems(items, (pointer) => typeAt?.(pointer, "item")) }),
    ...promisesOf(job.has, (pointer) => typeAt?.(pointer, "job")),
    ...(failure !== undefined && { failure }),
    ...(progress !== undefined && { progress }),
    ...(stage !== undefined && { stage: { at: stage.at } }),
    ...((stage !== undefined || progress !== undefined) && { stageOf }),
    ...((call ?? state?.rules ?? items?.state.rules) !== undefined && { predicates }),
    poll: compilePoll(poll),
    ...(pace !== undefined && { pace: compilePace(pace) }),
    ...(typicalDuration !== undefined && {
      typicalDurationMs: { p50: parseDuration(typicalDuration.p50), p95: parseDuration(typicalDuration.p95) },
    }),
  };
};

const compileItems = ({ at, id, state, failure, none, has }: XItems, typeAt: TypeAt): ItemsReader => ({
  judge: judgeItems,
  at,
  ...(id !== undefined && { id }),
  state,
  ...(failure !== undefined && { failure }),
  none,
  ...promisesOf(has, typeAt),
});

type TypeAt = (pointer: string) => string | undefined;

type Promises = { readonly [phase in "succeeded" | "partial" | "failed"]?: { readonly present?: readonly string[] } };

const promisesOf = (has: Promises | undefined, typeAt: TypeAt): Pick<Lifecycle, "promised" | "types"> => {
  const promised = (["succeeded", "partial", "failed"] as const).flatMap((phase) => {
    const present = has?.[phase]?.present ?? [];
    return present.length === 0 ? [] : [[phase, present] as const];
  });
  const types = promised
    .flatMap(([, pointers]) => pointers)
    .flatMap((pointer) => {
      const type = typeAt(pointer);
      return type === undefined ? [] : [[pointer, type] as const];
    });
  return {
    ...(promised.length > 0 && { promised: Object.fromEntries(promised) }),
    ...(types.length > 0 && { types: Object.fromEntries(types) }),
  };
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
    limits: limits.map(({ remaining, below, every }) => ({ remaining, below, everyMs: ms(every) })),
  }),
});

const ms = (duration: Duration): number => parseDuration(duration);
