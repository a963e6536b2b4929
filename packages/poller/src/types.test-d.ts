import type { FailedState, Job, JobResult, PartialState, PendingState, SucceededState } from "@genwait/lifecycle";
import { createPoller, expectSuccess, type PollerEvent, type WaitResult } from "./index.ts";

type DeckState =
  | PendingState<{ id: string }>
  | SucceededState<{ id: string; url: string }>
  | FailedState<{ error: string }>;
type DeckResult = SucceededState<{ id: string; url: string }> | FailedState<{ error: string }>;
type PictureState = PendingState<unknown> | SucceededState<{ src: string }> | PartialState<{ src: string }>;

declare const deck: Job<DeckState, DeckResult>;
declare const picture: Job<PictureState> & { readonly label: string };
declare const poller: ReturnType<typeof createPoller>;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isTrue = <T extends true>(): T | undefined => undefined;

export const infers = async (): Promise<void> => {
  const result = await poller.wait(deck);
  isTrue<Equal<typeof result, DeckResult>>();
  switch (result.phase) {
    case "succeeded":
      result.body.url satisfies string;
      break;
    case "failed":
      result.failure.kind satisfies string;
      break;
    default:
      result satisfies never;
  }
  // @ts-expect-error a deck is never partial
  if (result.phase === "partial") throw new Error();
  // @ts-expect-error a deck has no items
  result.items satisfies unknown;

  const pictured = await poller.wait(picture);
  isTrue<Equal<typeof pictured, JobResult<PictureState>>>();
  expectSuccess(result).body.url satisfies string;
  isTrue<Equal<ReturnType<typeof expectSuccess<typeof result>>["phase"], "succeeded">>();
  const some = expectSuccess(pictured, { allowPartial: true });
  some.phase satisfies "succeeded" | "partial";

  await poller.wait(deck, {
    timeoutMs: undefined,
    onUpdate: (state, job) => {
      if (state.phase === "pending") state satisfies PendingState<{ id: string }>;
      job satisfies Job<DeckState, DeckResult>;
    },
    onPoll: async ({ state, error }) => {
      if (error === undefined) state satisfies DeckState | undefined;
    },
  });
  for await (const state of poller.watch(deck)) isTrue<Equal<typeof state, DeckState>>();
  const states = poller.watch(deck);
  isTrue<Equal<typeof states, AsyncGenerator<DeckState, void, undefined>>>();
};

export const runs = async (start: () => Promise<{ job: Job<DeckState, DeckResult>; data: unknown }>): Promise<void> => {
  const result = await poller.run(start, { onStart: ({ id }) => id satisfies string });
  isTrue<Equal<typeof result, DeckResult>>();
  const other = await poller.run(async ({ signal }) => (signal.throwIfAborted(), picture));
  isTrue<Equal<typeof other, JobResult<PictureState>>>();
};

export const keepsWhatItIsGiven = async (): Promise<void> => {
  for (const { job, result } of await poller.all([picture])) {
    job.label satisfies string;
    if (result?.phase === "succeeded") result satisfies SucceededState<{ src: string }>;
  }
  for (const { result } of await poller.all([deck]))
    if (result !== undefined) isTrue<Equal<typeof result, DeckResult>>();
  for await (const given of poller.each([deck, picture])) {
    given satisfies WaitResult<typeof deck> | WaitResult<typeof picture>;
    if (given.result === undefined) given.error satisfies unknown;
    else given.result.phase satisfies "succeeded" | "failed" | "partial";
  }
};

export const refuses = (): void => {
  // @ts-expect-error the unit is in the name
  void poller.wait(deck, { timeout: 5 });
  // @ts-expect-error a rate is a number
  createPoller({ rateLimit: { requestsPerSecond: "5" } });
  // @ts-expect-error a job, not its id
  void poller.wait("gen_1");
  // @ts-expect-error a start resolves with a job
  void poller.run(async () => "gen_1");
};

export const tellsEventsApart = (event: PollerEvent): string => {
  switch (event.type) {
    case "poll":
      return event.phase;
    case "retry":
      return event.kind;
    case "rate-limited":
      return event.reason;
    case "schema-mismatch":
      return event.pointer;
    case "phase":
      return `${event.phase} ${event.stage}`;
    case "cancel":
      return String(event.error);
    case "settled":
      return event.outcome;
  }
};
