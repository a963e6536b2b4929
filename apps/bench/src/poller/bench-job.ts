import type { Job, Lifecycle, PendingState, PollResult, SavedJob, SucceededState } from "@genwait/lifecycle";

type State = PendingState | SucceededState;

const lifecycle: Lifecycle = {
  name: "thing",
  id: {},
  poll: { initialDelayMs: 0, intervalMs: 5000, timeoutMs: 600_000, notFoundRetryMs: 10_000 },
};

const client = {};

export type PollState = (
  job: BenchJob,
  options?: { readonly signal?: AbortSignal | undefined },
) => Promise<PollResult<State>>;

/** A job laid out as a client's own: a class, so that ten thousand keep little more than an id each. */
export class BenchJob implements Job<State> {
  readonly id: string;
  readonly #pollState: PollState;

  constructor(id: string, pollState: PollState) {
    this.id = id;
    this.#pollState = pollState;
  }

  get api(): string {
    return "things";
  }
  get name(): string {
    return "thing";
  }
  get identity(): string {
    return `things/thing/https://things.test/${this.id}`;
  }
  get client(): object {
    return client;
  }
  get rateLimitGroup(): object {
    return client;
  }
  get lifecycle(): Lifecycle {
    return lifecycle;
  }
  poll(options?: { readonly signal?: AbortSignal | undefined }): Promise<PollResult<State>> {
    return this.#pollState(this, options);
  }
  toJSON(): SavedJob {
    return { api: "things", name: "thing", id: this.id, baseUrl: "https://things.test" };
  }
}

/** Jobs in memory that end after so many polls; each response is made anew, as a parsed one would be. */
export const memoryJobs = (count: number, polls: number): BenchJob[] => {
  const left = new Uint16Array(count).fill(polls);
  const pollState: PollState = async ({ id }) => {
    const index = Number(id.slice(4));
    const remaining = (left[index] ?? 1) - 1;
    left[index] = remaining;
    const phase = remaining <= 0 ? "succeeded" : "pending";
    return { state: { phase, body: { id, status: phase } } };
  };
  return Array.from({ length: count }, (_, index) => new BenchJob(`job-${index}`, pollState));
};
