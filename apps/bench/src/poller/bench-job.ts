import type { Job, Lifecycle, PendingState, Reading, SavedJob, SucceededState } from "@genwait/lifecycle";

type State = PendingState | SucceededState;

const lifecycle: Lifecycle = {
  name: "thing",
  id: {},
  poll: { firstMs: 0, everyMs: 5000, atMostMs: 600_000, notFoundGraceMs: 10_000 },
};

const paceGroup = {};

export type ReadState = (job: BenchJob, options: { readonly signal?: AbortSignal }) => Promise<Reading<State>>;

/** A job laid out as a client's own: a class, so that ten thousand keep little more than an id each. */
export class BenchJob implements Job<State> {
  readonly id: string;
  readonly #readState: ReadState;

  constructor(id: string, readState: ReadState) {
    this.id = id;
    this.#readState = readState;
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
  get paceGroup(): object {
    return paceGroup;
  }
  get lifecycle(): Lifecycle {
    return lifecycle;
  }
  read(options: { readonly signal?: AbortSignal }): Promise<Reading<State>> {
    return this.#readState(this, options);
  }
  toJSON(): SavedJob {
    return { api: "things", name: "thing", id: this.id, baseUrl: "https://things.test" };
  }
}

/** Jobs in memory that end after so many polls; each answer is made anew, as a parsed one would be. */
export const memoryJobs = (count: number, polls: number): BenchJob[] => {
  const left = new Uint16Array(count).fill(polls);
  const readState: ReadState = async ({ id }) => {
    const index = Number(id.slice(4));
    const remaining = (left[index] ?? 1) - 1;
    left[index] = remaining;
    const phase = remaining <= 0 ? "succeeded" : "pending";
    return { state: { phase, body: { id, status: phase }, items: [] } };
  };
  return Array.from({ length: count }, (_, index) => new BenchJob(`job-${index}`, readState));
};
