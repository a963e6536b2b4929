import {
  classifyResponse,
  errorKindOfStatus,
  findRule,
  type IncompleteResult,
  isId,
  isObject,
  isSuccessStatus,
  type Job,
  type JobParameters,
  type JobState,
  type Lifecycle,
  lowLimitOf,
  type PollOptions,
  type PollResult,
  resolvePointer,
  type SavedJob,
  statusMatches,
} from "@genwait/lifecycle";
import type { AnyClient, ApiDescription, ApiJob, ApiOperation, ApiStart, JobCall } from "./api-description.ts";
import { type ApiError, differenceOf, shown, wordsOf } from "./api-error.ts";
import type { Call } from "./call.ts";
import type { Caller } from "./caller.ts";
import type { CallInit, ClientSettings, GivenInit, JobOptions, Started } from "./client-options.ts";
import { isSegment } from "./parameters.ts";
import type { ReceivedResponse } from "./received-response.ts";

/** The jobs of one client: how they are made, started and polled. */
export interface Jobs {
  /** @throws TypeError for a name or an id that is none. */
  job(name: string, id: string, options?: JobOptions): Job;
  start(operationId: string, body: unknown, init: object | undefined): Promise<Started>;
  resume(saved: SavedJob): Job;
}

/** What a job carries beside its id; of a saved job, what somebody wrote. */
export type CarriedByJob = Omit<Partial<SavedJob>, "id">;

/** One create, once its response is there. */
export interface CreateFacts {
  readonly starts: ApiStart;
  readonly call: Call;
  readonly received: ReceivedResponse;
  readonly given: GivenInit;
}

export const createJobs = (settings: ClientSettings, caller: Caller, Kind: typeof JobKind = JobKind): Jobs => {
  const { api } = settings;
  const kinds = new Map(api.jobs.map((declared) => [declared.name, new Kind(declared, settings, caller)]));
  const job: Jobs["job"] = (name, id, options = {}) => found(kinds, name, "job").begin(id, options);
  const creates = new Map(
    api.operations.flatMap((operation) => {
      const { starts } = operation;
      return starts ? [[operation.id, createOf(operation, starts, found(kinds, starts.job, "job"))]] : [];
    }),
  );
  return {
    job,
    start: async (operationId, body, init) => found(creates, operationId, "create")(body, init),
    resume: (saved) => {
      checkSaved(saved, settings);
      const isKnown = saved.baseUrl === settings.baseUrl && saved.known === true;
      return found(kinds, saved.name, "job").make(saved.id, saved, isKnown);
    },
  };
};

/** @throws TypeError for a name that the API does not have; it lists those that it has. */
const found = <Value>(table: ReadonlyMap<string, Value>, name: string, what: string): Value => {
  const value = table.get(name);
  if (value !== undefined) return value;
  throw new TypeError(
    `Failed to find the ${what} ${JSON.stringify(name)}: the API has none of that name. Use one of ${[...table.keys()].join(", ")}.`,
  );
};

/**
 * What all jobs of one name of one client share: ten thousand that wait keep little more than an id each. Jobs that are more
 * than an id, or of which more is told, are of a kind that extends this one.
 */
export class JobKind {
  readonly name: string;
  readonly lifecycle: Lifecycle;
  readonly settings: ClientSettings;
  readonly caller: Caller;
  readonly #status: ApiOperation;
  readonly #parameters: JobCall["parameters"];

  constructor({ name, lifecycle, status }: ApiJob, settings: ClientSettings, caller: Caller) {
    this.name = name;
    this.lifecycle = lifecycle;
    this.settings = settings;
    this.caller = caller;
    this.#status = operationOf(settings.api, status.operation);
    this.#parameters = status.parameters;
  }

  /** A job with what it carries. @throws TypeError for what no job can have. */
  make(id: string, carried: CarriedByJob, isKnown: boolean = false): Job {
    return new ClientJob(this, id, carried, isKnown);
  }

  /**
   * A job by hand, or the one that a create has started.
   *
   * @throws TypeError for what no job can have
   * @throws ApiError for a create whose job cannot be polled
   */
  begin(id: string, options: JobOptions, _create?: CreateFacts): Job {
    return this.make(id, options);
  }

  /** A state with what is told beside its phase. */
  detailed(state: JobState): JobState {
    return state;
  }

  poll(job: ClientJob, signal: AbortSignal | undefined): Promise<PollResult> {
    const { method, path } = this.#status;
    // One parameter, the id: jobs of which more is sent are of a kind that extends this one.
    const params = Object.fromEntries(this.#parameters.map(({ in: place, name }) => [place, { [name]: job.id }]));
    return this.caller.call(
      method,
      path,
      { params, ...(signal && { signal }) },
      (call, received) => this.resultOf(job, call, received),
      { isResponseHidden: true },
    );
  }

  resultOf(job: ClientJob, call: Call, received: ReceivedResponse): PollResult {
    const stateFor = (expectedItems: number | undefined): JobState =>
      this.detailed(stateOf(this.lifecycle, this.settings.api, call, received, { id: job.id, expectedItems }));
    const state = stateFor(job.expectedItems);
    const schemaMismatches = call.schemaMismatches(received);
    job.known = true;
    const lowLimit = lowLimitOf(this.lifecycle.rateLimit, received.header);
    return {
      state,
      ...call.factsOf(received),
      ...(lowLimit && { lowLimit }),
      ...(schemaMismatches.length > 0 && { schemaMismatches }),
      ...(this.lifecycle.items && { stateFor }),
    };
  }
}

/** @throws TypeError for one that the API does not have. */
export const operationOf = ({ operations }: ApiDescription, id: string): ApiOperation =>
  found(new Map(operations.map((each) => [each.id, each])), id, "operation");

/**
 * The state that a response tells.
 *
 * @throws ApiError for a response that tells none.
 */
export const stateOf = (
  lifecycle: Lifecycle,
  { errors }: ApiDescription,
  call: Call,
  received: ReceivedResponse,
  asked: { readonly id?: string; readonly expectedItems?: number | undefined },
): JobState => {
  const { status, problem, text, broken } = received;
  if (findRule(errors, received)) throw call.errorOf(received);
  if (problem !== undefined && !isSuccessStatus(status)) {
    // Where the code tells a state, a body that cannot be read is a broken response all the same: it is asked for again.
    if (status >= 500 || !isStateByCode(lifecycle, status)) throw call.errorOf(received);
    throw call.error(broken ? "network" : "invalid-response", { why: problem, received });
  }
  const invalid = (why: string, incomplete?: IncompleteResult): ApiError =>
    call.error("invalid-response", { why, received, incomplete });
  // A code may come from anybody on the way: that a job is over, with or without what it owes, takes a body that says so.
  const empty = (): ApiError => invalid("the response is empty");
  if (problem !== undefined) throw invalid(problem);
  const classification = classifyResponse(lifecycle, received, asked);
  switch (classification.is) {
    case "state":
      if (text === "" && classification.state.phase !== "pending") throw empty();
      return classification.state;
    case "unclassified":
      throw call.errorOf(received);
    case "call-error":
      throw call.error(classification.kind, { why: wordsOf(received, classification.message), received });
    case "invalid-response":
      throw text === "" ? empty() : invalid(differenceOf(classification), classification.incomplete);
  }
};

/** Whether a code is declared as a state, and not one that a gateway or a proxy may well say for itself, with a page. */
const isStateByCode = ({ state }: Lifecycle, code: number): boolean =>
  state?.rules?.some(
    ({ when }) =>
      (when.length === 1 || errorKindOfStatus(code) === "invalid-request") &&
      when.some(({ status }) => statusMatches(`${status}`, code)),
  ) === true;

/** What calls a create, once, and makes the job that its Link leads to. */
const createOf = (
  { method, path }: ApiOperation,
  starts: ApiStart,
  kind: JobKind,
): ((body: unknown, init: object | undefined) => Promise<Started>) => {
  const { settings, caller, lifecycle } = kind;
  const { name, call: rules, poll } = lifecycle;
  const { id: idPointer, items: itemsPointer } = starts;
  // The response of a create tells no state yet: its id, or why there is none.
  const created: Lifecycle = { name, id: { response: idPointer }, ...(rules && { call: rules }), poll };
  const read = (given: GivenInit, call: Call, received: ReceivedResponse, response: Response): Started => {
    if (!isSuccessStatus(received.status)) throw call.errorOf(received);
    const id = idIn(received, idPointer);
    if (id === undefined) stateOf(created, settings.api, call, received, {});
    if (id === undefined || !isSegment(id)) {
      const why =
        id === undefined ? `${idPointer} is no id` : `the job's id ${JSON.stringify(id)} cannot stand in an address`;
      throw call.error("invalid-response", { why, received, jobId: id });
    }
    call.schemaMismatches(received, id);
    const items = resolvePointer(received.body, itemsPointer);
    const expectedItems = Array.isArray(items) && items.length > 0 ? items.length : undefined;
    const options = { createdAtMs: settings.clock.now(), expectedItems };
    const job = kind.begin(id, options, { starts, call, received, given });
    return { job, data: received.body, response };
  };
  return (body, init) => {
    const given: GivenInit = { ...init, ...(body !== undefined && { body }), parseAs: "json" };
    return caller.call(method, path, given, (...response) => read(given, ...response), {
      recoverId: (received) => idIn(received, idPointer),
    });
  };
};

/**
 * The id at a place of a response. One that JavaScript would round is taken from the text; undefined where there is none,
 * or where the platform does not show the text of a number.
 */
export const idIn = ({ body, text }: Pick<ReceivedResponse, "body" | "text">, pointer: string): string | undefined => {
  const id = resolvePointer(body, pointer);
  if (isId(id)) return `${id}`;
  if (typeof id !== "number") return undefined;
  const exact: unknown = resolvePointer(JSON.parse(text, exactNumbers), pointer);
  return typeof exact === "string" && /^-?\d+$/.test(exact) ? exact : undefined;
};

const exactNumbers = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === "number" && !isId(value) ? (context?.source ?? value) : value;

/** A job of a client. It reaches the client only through what is private: a job that is printed shows no key. */
export class ClientJob implements Job {
  readonly id: string;
  declare readonly createdAtMs?: number;
  declare readonly expectedItems?: number;
  declare known?: boolean;
  readonly #kind: JobKind;

  constructor(kind: JobKind, id: string, { createdAtMs, expectedItems }: CarriedByJob, isKnown: boolean) {
    checkJob(kind.name, { id, createdAtMs, expectedItems });
    this.id = id;
    this.#kind = kind;
    if (createdAtMs != null) this.createdAtMs = createdAtMs;
    if (expectedItems != null) this.expectedItems = expectedItems;
    if (isKnown) this.known = true;
  }

  get api(): string {
    return this.#kind.settings.api.name;
  }

  get name(): string {
    return this.#kind.name;
  }

  get lifecycle(): Lifecycle {
    return this.#kind.lifecycle;
  }

  get client(): object {
    return this.#kind.settings.client;
  }

  get identity(): string {
    const { baseUrl, account = null } = this.#kind.settings;
    return JSON.stringify([this.api, this.name, baseUrl, account, this.id]);
  }

  get rateLimitGroup(): string | object {
    return this.#kind.settings.rateLimitGroup;
  }

  async poll(options?: PollOptions): Promise<PollResult> {
    return this.#kind.poll(this, options?.signal);
  }

  toJSON(): SavedJob {
    const { baseUrl, account } = this.#kind.settings;
    // Own members: id, and what else is known of the job.
    return { ...this, api: this.api, name: this.name, id: this.id, baseUrl, ...(account !== undefined && { account }) };
  }
}

/** @throws TypeError for what no job can have. */
const checkJob = (name: string, { id, createdAtMs, expectedItems }: JobOptions & { readonly id: unknown }): void => {
  const fail = (why: string): TypeError => new TypeError(`Failed to make the job ${name}: ${why}.`);
  if (typeof id !== "string") throw fail("its id must be a string");
  if (!isSegment(id)) throw fail(`its id cannot be ${JSON.stringify(id)}`);
  for (const [option, value] of Object.entries({ createdAtMs, expectedItems }))
    if (value != null && !(typeof value === "number" && value >= 0 && Number.isFinite(value)))
      throw fail(`${option} must be a number from 0 on`);
};

/**
 * What comes from a disk is not trusted.
 *
 * @throws TypeError for a job of another API or account.
 */
const checkSaved = (saved: SavedJob, { api, account }: ClientSettings): void => {
  const why = whyNotResumed(saved, api.name, account);
  if (why !== undefined) throw new TypeError(`Failed to resume a job: ${shown(why)}.`);
};

const whyNotResumed = (saved: SavedJob, api: string, account: string | undefined): string | undefined => {
  if (!isObject(saved)) return "it is no saved job";
  if (saved.api !== api) return `it was saved for ${saved.api}; this client is for ${api}`;
  if (saved.account === undefined || saved.account === account) return undefined;
  return `it was saved for account ${saved.account}; this client is of ${account === undefined ? "none" : `account ${account}`}`;
};

const key = Symbol.for("@genwait/client-core/jobs");

/** Lets {@link jobOf} and {@link startJob} find the jobs of a client; those of another copy of this package, too. */
export const attachJobs = (client: object, jobs: Jobs): void => {
  Object.defineProperty(client, key, { value: jobs });
};

const jobsOf = (client: AnyClient): Jobs => {
  const jobs: Jobs | undefined = Reflect.get(client, key);
  if (jobs) return jobs;
  throw new TypeError("Failed to find the jobs of a client: it was not made by createClient.");
};

/**
 * A job by its declared name and its id, for programs that know no API by name; sends nothing. The parameters that its
 * {@link ApiJob} names stand beside the options.
 *
 * @throws TypeError for a name that the API does not have, or an id that cannot be asked for.
 */
export const jobOf = (
  client: AnyClient,
  name: string,
  id: string,
  options?: JobOptions | (JobOptions & JobParameters),
): Job => jobsOf(client).job(name, id, options);

/**
 * Calls a create by its operation id and gives the job it started. Rejects as the client's own `start…` does.
 *
 * @param body undefined for a create that takes none
 */
export const startJob = async (
  client: AnyClient,
  operationId: string,
  body?: unknown,
  init?: CallInit & Readonly<Record<string, unknown>>,
): Promise<Started> => jobsOf(client).start(operationId, body, init);

/**
 * A body whose members are replaced where more is known of them, through objects and the elements of arrays. `unknown` says
 * only that a member is there: it keeps its type, without null.
 *
 * @example
 * ```ts
 * type Succeeded = Refine<{ outputs?: { url: string | null; size: number }[] }, { outputs: { url: string }[] }>;
 * // { outputs: { url: string; size: number }[] }
 * ```
 */
export type Refine<Body, Over> = unknown extends Over
  ? Body
  : Over extends string | number | boolean | null | undefined
    ? Over
    : Over extends readonly (infer Item)[]
      ? Refine<Member<Body, number>, Item>[]
      : Over extends object
        ? Body extends unknown
          ? Flat<{ [K in keyof Body as K extends keyof Over ? never : K]: Body[K] } & RefinedMembers<Body, Over>>
          : never
        : Over;

type RefinedMembers<Body, Over> = { [K in keyof Over]: Refine<Member<Body, K>, Over[K]> };

type Member<Body, K> = K extends keyof NonNullable<Body> ? NonNullable<NonNullable<Body>[K]> : unknown;

// An intersection is shown member by member once it is mapped.
type Flat<T> = { [K in keyof T]: T[K] };
