import type { Job, JobState, PendingState, SucceededState } from "@genwait/lifecycle";
import { createPoller, expectSuccess, type PollerEvent, type WaitResult } from "./index.ts";

type Deck = JobState<{ pending: { id: string }; succeeded: { id: string; url: string }; failed: { error: string } }>;
type Picture = JobState<{ pending: unknown; succeeded: { src: string }; partial: { src: string } }>;

declare const deck: Job<Deck>;
declare const picture: Job<Picture> & { readonly label: string };
declare const poller: ReturnType<typeof createPoller>;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isTrue = <T extends true>(): T | undefined => undefined;

export const infers = async (): Promise<void> => {
  const end = await poller.wait(deck);
  isTrue<Equal<typeof end, Exclude<Deck, { readonly phase: "pending" }>>>();
  switch (end.phase) {
    case "succeeded":
      end.body.url satisfies string;
      break;
    case "failed":
      end.failure.kind satisfies string;
      break;
    default:
      end satisfies never;
  }
  // @ts-expect-error a deck is never partial
  if (end.phase === "partial") throw new Error();

  expectSuccess(end).body.url satisfies string;
  isTrue<Equal<ReturnType<typeof expectSuccess<typeof end>>["phase"], "succeeded">>();
  const some = expectSuccess(await poller.wait(picture), { allowPartial: true });
  some.phase satisfies "succeeded" | "partial";

  await poller.wait(deck, {
    onUpdate: (state, job) => {
      if (state.phase === "pending") state satisfies PendingState<{ id: string }>;
      job satisfies Job<Deck>;
    },
  });
  for await (const state of poller.watch(deck)) state satisfies Deck;
};

export const keepsWhatItIsGiven = async (): Promise<void> => {
  for (const { job, end } of await poller.all([picture])) {
    job.label satisfies string;
    if (end?.phase === "succeeded") end satisfies SucceededState<{ src: string }>;
  }
  for await (const result of poller.each([deck, picture])) {
    result satisfies WaitResult<typeof deck> | WaitResult<typeof picture>;
    if (result.end === undefined) result.error satisfies unknown;
    else if (result.end.phase === "succeeded") isTrue<"url" extends keyof typeof result.end.body ? true : true>();
  }
};

export const refuses = (): void => {
  // @ts-expect-error the unit is in the name
  void poller.wait(deck, { timeout: 5 });
  // @ts-expect-error a budget is a number
  createPoller({ pace: { requestsPerSecond: "5" } });
  // @ts-expect-error a job, not its id
  void poller.wait("gen_1");
};

export const tellsEventsApart = (event: PollerEvent): string => {
  switch (event.type) {
    case "read":
      return event.phase;
    case "retry":
      return event.kind;
    case "paced":
      return event.reason;
    case "departure":
      return event.pointer;
    case "phase":
      return `${event.phase} ${event.stage}`;
    case "end":
      return event.outcome;
  }
};
