import { type Duration, parseDuration } from "./duration.ts";
import type { ItemsReader, Lifecycle, PaceTimes, PollTimes } from "./lifecycle.ts";
import type { XItems, XJob, XPace, XPoll } from "./x-job.ts";

/** Makes a declaration ready for reading: defaults filled in, times in milliseconds, the mock's members left out. */
export const compileLifecycle = (job: XJob): Lifecycle => {
  const { name, call, state, items, failure, progress, stage, poll, pace, typicalDuration } = job;
  const promised = promisedBy(job.has);
  return {
    name,
    id: job.id.answer === undefined ? {} : { answer: job.id.answer },
    ...(call !== undefined && { call }),
    ...(state !== undefined && { state }),
    ...(items !== undefined && { items: compileItems(items) }),
    ...(promised !== undefined && { promised }),
    ...(failure !== undefined && { failure }),
    ...(progress !== undefined && { progress }),
    ...(stage !== undefined && { stage: { at: stage.at } }),
    poll: compilePoll(poll),
    ...(pace !== undefined && { pace: compilePace(pace) }),
    ...(typicalDuration !== undefined && {
      typicalDurationMs: { p50: parseDuration(typicalDuration.p50), p95: parseDuration(typicalDuration.p95) },
    }),
  };
};

const compileItems = ({ at, id, state, failure, none, has }: XItems): ItemsReader => {
  const promised = promisedBy(has);
  return {
    at,
    ...(id !== undefined && { id }),
    state,
    ...(failure !== undefined && { failure }),
    none,
    ...(promised !== undefined && { promised }),
  };
};

type Promises = { readonly [phase in "succeeded" | "partial" | "failed"]?: { readonly present?: readonly string[] } };

const promisedBy = (has: Promises | undefined): Lifecycle["promised"] => {
  const phases = (["succeeded", "partial", "failed"] as const).flatMap((phase) => {
    const present = has?.[phase]?.present;
    return present === undefined || present.length === 0 ? [] : [[phase, present] as const];
  });
  return phases.length === 0 ? undefined : Object.fromEntries(phases);
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
