/*
 * Jobs that are more than an id, or that more is asked of than their status. What it holds:
 * - What a job carries is checked when it is made, whoever wrote it; what cannot be sent makes no job.
 * - A job is over when its status says so and its output is there. Only what the declaration names is a failure of the job:
 *   every other refusal is an error of the call.
 * - A job that is over, by its status, is never sent a cancel that would delete its output.
 */
import {
  type CallFacts,
  classifyOutput,
  type ErrorKind,
  findRule,
  isJobResult,
  isRecord,
  isSuccessStatus,
  type Job,
  type JobAddresses,
  type JobParameters,
  type JobState,
  lowLimitOf,
  type OutputClassification,
  type OutputStep,
  type PollOptions,
  type PollResult,
  readExpression,
  type SavedJob,
  type Scalar,
  valueOfExpression,
} from "@genwait/lifecycle";
import { mergeHeaders } from "openapi-fetch";
import { checkedAddress } from "./addresses.ts";
import type { ApiJob, ApiOperation, CallParameter, JobCall } from "./api-description.ts";
import { isApiError, wordsOf } from "./api-error.ts";
import type { Call } from "./call.ts";
import type { Caller } from "./caller.ts";
import type { ClientSettings, JobOptions } from "./client-options.ts";
import { DetailedJob, DetailedJobs } from "./detailed-jobs.ts";
import { carriedName, givenAddress, isRequired, isSendable, type JobRequest, jobRequest } from "./job-request.ts";
import { type CarriedByJob, type CreateFacts, operationOf, stateOf } from "./jobs.ts";
import type { ReceivedResponse } from "./received-response.ts";

/** A call about a job, with the operation that it calls. */
interface PreparedCall {
  readonly call: JobCall;
  readonly operation: ApiOperation;
}

/** A parameter that a job carries: whether it can be polled without it, and where its value stands in requests. */
interface CarriedParameter {
  readonly name: string;
  readonly required: boolean;
  readonly places: readonly CallParameter[];
}

/** What a status call gave: its result, and what the next call is. */
interface StatusRead<Next> {
  readonly result: PollResult;
  readonly next: Next;
}

/** How far a poll has come on its way to the output, which takes several calls. */
interface Reached extends StatusRead<JobRequest | undefined> {
  /** Which of the operations on that way is next. */
  readonly step: number;
}

/** Decides, on a status response, what is called next. @throws TypeError for a request that cannot be made. */
type Follow<Next> = (result: PollResult, before: CallFacts) => Next;

// A program may cancel jobs for years; who polls one does so soon.
const mostCancelled = 10_000;

const addressNames = ["status", "output", "cancel"] as const;

/** The jobs of one name whose operations follow from each other's responses. */
export class FollowUpJobs extends DetailedJobs {
  readonly #declared: ApiJob;
  readonly #status: PreparedCall;
  readonly #output: readonly (PreparedCall & { readonly step: OutputStep })[];
  readonly #cancel: PreparedCall | undefined;
  readonly #renew: PreparedCall | undefined;
  readonly #parameters: readonly CarriedParameter[];
  /** Jobs whose status has said that they are over. */
  readonly #over = new WeakSet<FollowUpJob>();
  /** The identities of jobs that were cancelled lately. */
  readonly #cancelled = new Set<string>();
  /** Jobs whose last poll broke off on its way to the output, and where. */
  readonly #reached = new WeakMap<FollowUpJob, Reached>();
  readonly #hosts: Readonly<Record<keyof JobAddresses, readonly string[]>>;

  constructor(declared: ApiJob, settings: ClientSettings, caller: Caller) {
    super(declared, settings, caller);
    const { api } = settings;
    const prepared = (call: JobCall): PreparedCall => ({ call, operation: operationOf(api, call.operation) });
    this.#declared = declared;
    this.#status = prepared(declared.status);
    this.#output = (declared.output ?? []).map((call, index) => ({
      ...prepared(call),
      step: declared.lifecycle.output?.[index] ?? {},
    }));
    this.#cancel = declared.cancel && prepared(declared.cancel);
    this.#renew = declared.renew && prepared(declared.renew);
    this.#parameters = carriedParameters(declared, [this.#status, ...this.#output]);
    const hostsOf = (name: keyof JobAddresses, own: JobCall | undefined): readonly string[] => [
      ...(own?.address?.hosts ?? []),
      ...api.operations.flatMap(({ starts }) =>
        starts?.job === declared.name ? (starts.addresses?.[name]?.hosts ?? []) : [],
      ),
    ];
    this.#hosts = {
      status: hostsOf("status", declared.status),
      output: hostsOf("output", declared.output?.[0]),
      cancel: hostsOf("cancel", declared.cancel),
    };
  }

  get canCancel(): boolean {
    return this.#cancel !== undefined;
  }

  get canRenew(): boolean {
    return this.#renew !== undefined;
  }

  override make(id: string, carried: CarriedByJob, isKnown: boolean = false): Job {
    return new FollowUpJob(this, id, carried, { isKnown });
  }

  override begin(id: string, options: JobOptions, create?: CreateFacts): Job {
    return create ? this.#fromCreate(id, options, create) : this.#fromOptions(id, { ...options });
  }

  #fromOptions(id: string, options: JobOptions & Readonly<Record<string, unknown>>): Job {
    const given = (this.#declared.parameters ?? []).flatMap(({ name, type = "string", required }) => {
      const value = Object.hasOwn(options, name) ? (options[name] ?? undefined) : undefined;
      if (value === undefined && !required) return [];
      if (typeof value === type) return [[name, value]];
      throw new TypeError(`Failed to make the job ${this.name}: ${name} must be a ${type}.`);
    });
    const { createdAtMs, expectedItems } = options;
    return this.make(id, { createdAtMs, expectedItems, parameters: Object.fromEntries(given) });
  }

  #fromCreate(id: string, options: JobOptions, create: CreateFacts): Job {
    const { starts, call, received } = create;
    const facts = this.#factsOfCreate(create);
    return this.#followed(
      call,
      received,
      () => {
        const parameters = Object.entries(starts.parameters ?? {}).map(([name, carried]) => {
          if ("value" in carried) return [name, carried.value];
          const expression = readExpression(carried.from);
          return [name, expression && valueOfExpression(expression, facts)];
        });
        const addresses = addressNames.map((name) => [
          name,
          givenAddress(starts.addresses?.[name], facts, this.settings),
        ]);
        // A job is saved, and no key with it.
        if (
          [...parameters, ...addresses].some(([, value]) => typeof value === "string" && call.redact(value) !== value)
        )
          throw new TypeError("what its job carries has the key in it");
        const carried: CarriedByJob = {
          ...options,
          parameters: Object.fromEntries(parameters),
          addresses: Object.fromEntries(addresses),
        };
        const result = starts.tellsState ? this.#resultOfCreate(call, received, { id, ...options }) : undefined;
        const job = new FollowUpJob(this, id, carried, { result });
        if (result) this.#over.add(job);
        return job;
      },
      id,
    );
  }

  #factsOfCreate({ call, received, given: { params = {}, headers: given, body } }: CreateFacts): CallFacts {
    const constantsIn = (wanted: string): Readonly<Record<string, Scalar>> =>
      Object.fromEntries(
        (call.operation.parameters ?? []).flatMap(({ name, in: place, value }) =>
          place === wanted && value !== undefined ? [[name, value]] : [],
        ),
      );
    const headers = mergeHeaders(constantsIn("header"), this.settings.headers, given);
    for (const [name, value] of Object.entries(params.header ?? {})) headers.set(name, `${value}`);
    return {
      request: {
        path: { ...constantsIn("path"), ...params.path },
        query: { ...constantsIn("query"), ...params.query },
        header: (name) => headers.get(name),
        body,
      },
      response: received,
    };
  }

  /** What the create's own response tells, if that is the end of the job. */
  #resultOfCreate(
    call: Call,
    received: ReceivedResponse,
    asked: JobOptions & { readonly id: string },
  ): PollResult | undefined {
    try {
      const state = stateOf(this.lifecycle, this.settings.api, call, received, asked);
      if (!isJobResult(state) || (isGood(state) && this.#output.length > 0)) return undefined;
      return { state: this.detailed(state), ...call.factsOf(received) };
    } catch (error) {
      // It is polled, as if the create had not told.
      if (isApiError(error)) return undefined;
      throw error;
    }
  }

  /**
   * What a job carries, checked.
   *
   * @throws TypeError for what no request could carry, and for an address that no host allows.
   */
  carried(id: string, given: CarriedByJob): Pick<SavedJob, "parameters" | "addresses" | "cancelRequested"> {
    const fail = (why: string): TypeError => new TypeError(`Failed to make the job ${this.name}: ${why}.`);
    const idParameters = this.#status.call.parameters.filter((each) => "from" in each && each.from === "$job.id");
    if (idParameters.some((parameter) => !isSendable(parameter, id)))
      throw fail(`its id cannot be ${JSON.stringify(id)}`);
    const parameters = this.#parameters.flatMap(({ name, required, places }) => {
      const value: unknown =
        isRecord(given.parameters) && Object.hasOwn(given.parameters, name) ? given.parameters[name] : undefined;
      if (value === undefined || value === null) {
        if (required) throw fail(`${name} is missing`);
        return [];
      }
      if (places.every((place) => isSendable(place, value))) return [[name, value]];
      throw fail(`its ${name} cannot be ${JSON.stringify(value)}`);
    });
    const addresses = addressNames.flatMap((name) => {
      const address: unknown = isRecord(given.addresses) ? given.addresses[name] : undefined;
      if (address === undefined || address === null) return [];
      try {
        return [[name, checkedAddress(address, this.#hosts[name], this.settings)]];
      } catch (cause) {
        throw new TypeError(fail(`where its ${name} is, ${cause instanceof Error ? cause.message : cause}`).message, {
          cause,
        });
      }
    });
    return {
      ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
      ...(addresses.length > 0 && { addresses: Object.fromEntries(addresses) }),
      ...(given.cancelRequested === true && { cancelRequested: true }),
    };
  }

  async pollWhole(job: FollowUpJob, options: PollOptions | undefined): Promise<PollResult> {
    let { result, next, step } = this.#takeReached(job) ?? (await this.#pollToOutput(job, options));
    for (; next !== undefined && step < this.#output.length; step++) {
      const reached = { result, next, step };
      try {
        ({ result, next } = await this.#pollOutput(next, { job, index: step, result, options }));
      } catch (error) {
        if (!isApiError(error) || passing.has(error.kind)) this.#reached.set(job, reached);
        throw error;
      }
    }
    return result;
  }

  /** Once: where the place that was reached leads nowhere any more, the next poll begins with the status. */
  #takeReached(job: FollowUpJob): Reached | undefined {
    const reached = this.#reached.get(job);
    this.#reached.delete(job);
    return reached;
  }

  async #pollToOutput(job: FollowUpJob, options: PollOptions | undefined): Promise<Reached> {
    const [first] = this.#output;
    const { result, next } = await this.#pollStatus(job, options, ({ state }, before) =>
      first && isGood(state) ? this.#request(first, job, before, "output") : undefined,
    );
    // The output of a wait that expects fewer items comes with the others'.
    return first && !next && result.stateFor
      ? { result: { ...result, stateFor: outputFor(result.stateFor, undefined) }, next, step: 0 }
      : { result, next, step: 0 };
  }

  async #pollStatus<Next>(
    job: FollowUpJob,
    options: PollOptions | undefined,
    follow: Follow<Next>,
  ): Promise<StatusRead<Next | undefined>> {
    const request = this.#request(this.#status, job, {}, "status");
    return this.#send(request, options, (call, received) => {
      try {
        const result = this.resultOf(job, call, received);
        if (isOver(result)) this.#over.add(job);
        const before: CallFacts = { request: request.facts, response: received };
        return { result, next: this.#followed(call, received, () => follow(result, before)) };
      } catch (error) {
        if (!isGone(error) || !this.#wasCancelled(job) || this.lifecycle.cancel?.then !== "gone") throw error;
        const { status, body } = received;
        const state: JobState = { phase: "failed", body, failure: { kind: "cancelled", status } };
        return { result: { state, ...call.factsOf(received) }, next: undefined };
      }
    });
  }

  /** One operation on the way to the output: what its response makes of a job whose status is good. */
  async #pollOutput(
    request: JobRequest,
    { job, index, result, options }: OutputContext,
  ): Promise<StatusRead<JobRequest | undefined>> {
    const { step = {} } = this.#output[index] ?? {};
    const following = this.#output[index + 1];
    return this.#send(request, options, (call, received) => {
      const { state: good } = result;
      const outcome = this.#outcomeOf(step, call, received);
      const schemaMismatches = [...(result.schemaMismatches ?? []), ...call.schemaMismatches(received)];
      const next =
        outcome.is === "output" && following
          ? this.#followed(call, received, () =>
              this.#request(following, job, { request: request.facts, response: received }),
            )
          : undefined;
      const state = withOutcome(good, outcome, received.body);
      const detailed = this.detailed(state);
      const lowLimit = lowLimitOf(this.lifecycle.rateLimit, received.header);
      return {
        result: {
          ...result,
          state: detailed,
          ...call.factsOf(received),
          ...(lowLimit && { lowLimit }),
          ...(schemaMismatches.length > 0 && { schemaMismatches }),
          // A wait that expects fewer items is told of the output when it is there for all.
          ...(result.stateFor && { stateFor: outputFor(result.stateFor, detailed) }),
        },
        next,
      };
    });
  }

  /** @throws ApiError for a response that is about the call. */
  #outcomeOf(step: OutputStep, call: Call, received: ReceivedResponse): Outcome {
    const { problem, text, body } = received;
    this.#refuse(call, received);
    const isRead = problem === undefined && (text !== "" || body !== undefined);
    const outcome = classifyOutput(step, received);
    // A code may come from anybody on the way: that a job has failed takes a body that says so.
    if (outcome.is === "pending" || (outcome.is === "failed" && isRead)) return outcome;
    if (outcome.is === "failed" && received.status < 500)
      throw call.error(received.broken ? "network" : "invalid-response", {
        why: problem ?? "the response is empty",
        received,
      });
    if (!isSuccessStatus(received.status)) throw call.errorOf(received);
    if (isRead) return { is: "output" };
    throw call.error("invalid-response", { why: problem ?? "the response is empty", received });
  }

  /** @throws ApiError where the API's own rules say that a call has failed. */
  #refuse(call: Call, received: ReceivedResponse): void {
    if (findRule(this.settings.api.errors, received)) throw call.errorOf(received);
    const rule = findRule(this.lifecycle.call, received);
    if (rule) throw call.error(rule.is, { why: wordsOf(received), received });
  }

  async cancel(job: FollowUpJob, options: PollOptions | undefined): Promise<void> {
    const cancel = this.#cancel;
    const { deletesFinished, tooLate, then } = this.lifecycle.cancel ?? {};
    // A service may be late to tell everywhere that the job is over.
    if (!cancel || (deletesFinished && this.#over.has(job))) return;
    const needsStatus = deletesFinished || needsResponse(cancel.call, job.addresses?.cancel);
    const request = needsStatus
      ? (
          await this.#pollStatus(job, options, (result, before) =>
            isOver(result) ? undefined : this.#request(cancel, job, before, "cancel"),
          )
        ).next
      : this.#request(cancel, job, {}, "cancel");
    if (request === undefined) return;
    const wasRequested = this.#wasCancelled(job);
    try {
      await this.#send(request, options, (call, received) => {
        if (findRule(tooLate, received)) return;
        this.#refuse(call, received);
        if (!isSuccessStatus(received.status)) throw call.errorOf(received);
        this.#noteCancelled(job);
      });
    } catch (error) {
      if (wasRequested && then === "gone" && isGone(error)) return;
      // It may have arrived: what follows is read as if it had.
      if (isApiError(error) && inDoubt.has(error.kind) && error.status !== 503) this.#noteCancelled(job);
      throw error;
    }
  }

  /** Whether a cancel of ours may be why the service does not know a job: through any object for it, or before it was saved. */
  #wasCancelled(job: FollowUpJob): boolean {
    return job.cancelRequested === true || this.#cancelled.has(job.identity);
  }

  #noteCancelled(job: FollowUpJob): void {
    job.cancelRequested = true;
    this.#cancelled.delete(job.identity);
    this.#cancelled.add(job.identity);
    const [oldest] = this.#cancelled;
    if (oldest !== undefined && this.#cancelled.size > mostCancelled) this.#cancelled.delete(oldest);
  }

  async renew(job: FollowUpJob, options: PollOptions | undefined): Promise<PollResult> {
    this.#takeReached(job);
    const renew = this.#renew;
    if (renew) {
      const request = needsResponse(renew.call, undefined)
        ? (
            await this.#pollStatus(job, options, ({ state }, before) =>
              isJobResult(state) ? this.#request(renew, job, before) : undefined,
            )
          ).next
        : this.#request(renew, job, {});
      if (request)
        await this.#send(request, options, (call, received) => {
          this.#refuse(call, received);
          if (!isSuccessStatus(received.status)) throw call.errorOf(received);
        });
    }
    return this.pollWhole(job, options);
  }

  #request(
    { call, operation }: PreparedCall,
    job: FollowUpJob,
    before: CallFacts,
    name?: keyof JobAddresses,
  ): JobRequest {
    const carriedAddress = name && job.addresses?.[name];
    return jobRequest(call, operation, job, { settings: this.settings, before, carriedAddress });
  }

  #send<Result>(
    { operation, init, purpose, call: { media } }: JobRequest,
    options: PollOptions | undefined,
    read: (call: Call, received: ReceivedResponse) => Result,
  ): Promise<Result> {
    const { method, path } = operation;
    const signal = options?.signal;
    return this.caller.call(
      method,
      path,
      { ...init, ...(signal && { signal }) },
      (call, received) => read(call, media ? withBlob(received, media) : received),
      purpose,
    );
  }

  /** What follows from a response; one that makes the next request impossible is an invalid one. */
  #followed<Next>(call: Call, received: ReceivedResponse, follow: () => Next, jobId?: string): Next {
    try {
      return follow();
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw call.error("invalid-response", { why: cause.message, received, jobId });
    }
  }
}

interface OutputContext {
  readonly job: FollowUpJob;
  /** Of the operation among those on the way to the output. */
  readonly index: number;
  /** What was read before. */
  readonly result: PollResult;
  readonly options: PollOptions | undefined;
}

/** A job of a {@link FollowUpJobs}. */
class FollowUpJob extends DetailedJob {
  declare readonly parameters?: JobParameters;
  declare readonly addresses?: JobAddresses;
  declare cancelRequested?: true;
  readonly #kind: FollowUpJobs;
  /** What the create told, until the first poll. */
  #result: PollResult | undefined;

  constructor(
    kind: FollowUpJobs,
    id: string,
    carried: CarriedByJob,
    { isKnown = false, result }: { readonly isKnown?: boolean; readonly result?: PollResult | undefined },
  ) {
    super(kind, id, carried, isKnown);
    Object.assign(this, kind.carried(id, carried));
    this.#kind = kind;
    this.#result = result;
  }

  override get identity(): string {
    const parameters = Object.entries(this.parameters ?? {}).map(([name, value]) => JSON.stringify([name, `${value}`]));
    const more = [...parameters.sort(), ...(this.addresses?.status === undefined ? [] : [this.addresses.status])];
    return more.length === 0 ? super.identity : bounded(JSON.stringify([super.identity, ...more]));
  }

  get cancel(): Job["cancel"] {
    if (!this.#kind.canCancel) return undefined;
    return async (options) => {
      if (!this.#result) await this.#kind.cancel(this, options);
    };
  }

  override get renew(): Job["renew"] {
    return this.#kind.canRenew ? async (options) => this.#kind.renew(this, options) : super.renew;
  }

  override async poll(options?: PollOptions): Promise<PollResult> {
    const told = this.#result;
    this.#result = undefined;
    if (!told) return this.#kind.pollWhole(this, options);
    options?.signal?.throwIfAborted();
    return told;
  }
}

/** What a job of a kind carries. `needed` are the calls without which it comes to no result. */
const carriedParameters = (
  { status, output = [], cancel, renew }: ApiJob,
  needed: readonly PreparedCall[],
): readonly CarriedParameter[] => {
  const calls = [status, ...output, ...[cancel, renew].filter((call) => call !== undefined)];
  const places = calls.flatMap(({ parameters }) => parameters);
  const names = new Set(places.flatMap((place) => carriedName(place) ?? []));
  return [...names].map((name) => ({
    name,
    required: needed.some(({ call, operation }) =>
      call.parameters.some(
        (place) => call.address === undefined && carriedName(place) === name && isRequired(place, operation),
      ),
    ),
    places: places.filter((place) => carriedName(place) === name),
  }));
};

// Identities are keys of tables, whose indexes take no long ones.
const longestIdentity = 1000;

/** A text of bounded length that stands for one of any: its beginning, and 64 bits that tell it from others that begin so. */
const bounded = (text: string): string => {
  if (text.length <= longestIdentity) return text;
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    high = Math.imul(high ^ text.charCodeAt(index), 2_654_435_761);
    low = Math.imul(low ^ text.charCodeAt(index), 1_597_334_677);
  }
  const digits = [high ^ (low >>> 16), low ^ (high >>> 13)].map((bits) => (bits >>> 0).toString(16).padStart(8, "0"));
  return `${text.slice(0, longestIdentity)}…${digits.join("")}`;
};

/** Whether a call follows from a response, and not from what the job carries alone. */
const needsResponse = ({ parameters, address }: JobCall, carriedAddress: string | undefined): boolean =>
  (address !== undefined && carriedAddress === undefined) ||
  parameters.some((parameter) => "from" in parameter && readExpression(parameter.from) !== undefined);

const isGood = ({ phase }: JobState): boolean => phase === "succeeded" || phase === "partial";

/** Whether a status response says that a job is over, however many items are expected of it. */
const isOver = ({ state, stateFor }: PollResult): boolean => isJobResult(stateFor?.(undefined) ?? state);

/** A state that is good by its status, with what the output makes of it. */
const withOutcome = (good: JobState, outcome: Outcome, output: unknown): JobState => {
  if (outcome.is === "pending") return pendingOf(good);
  const { body, items } = good;
  if (outcome.is === "failed")
    return { phase: "failed", body, failure: outcome.failure, output, ...(items && { items }) };
  return good.phase === "pending" ? good : { ...good, output };
};

type Outcome = OutputClassification | { readonly is: "output" };

/** The service does not know the job. */
const isGone = (error: unknown): boolean => isApiError(error) && error.kind === "not-found";

// Errors that say nothing about the place that was asked: a poll goes on there, so that a tight rate limit is not spent on
// what is known already.
const passing: ReadonlySet<ErrorKind> = new Set(["rate-limited", "network", "call-timeout", "unavailable"]);

// Errors after which nobody knows whether the request has arrived.
const inDoubt: ReadonlySet<ErrorKind> = new Set(["network", "call-timeout", "unavailable", "invalid-response"]);

/** The states of other waits: what came of the output, or none that is over before it is there. */
const outputFor =
  (stateFor: NonNullable<PollResult["stateFor"]>, state: JobState | undefined): NonNullable<PollResult["stateFor"]> =>
  (expectedItems) => {
    const other = stateFor(expectedItems);
    return isGood(other) ? (state ?? pendingOf(other)) : other;
  };

const pendingOf = ({ body, items }: JobState): JobState => ({ phase: "pending", body, ...(items && { items }) });

/** A response as bytes, where it is of a declared media type, or of no type that could be read as JSON. */
const withBlob = (received: ReceivedResponse, media: readonly string[]): ReceivedResponse => {
  const { bytes, status, header, problem, body } = received;
  if (!bytes || bytes.byteLength === 0 || !isSuccessStatus(status)) return received;
  const type = header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (/[/+]json$/.test(type)) return received;
  const isDeclared = media.some((declared) => isOfType(type, declared.toLowerCase()));
  const isJson = problem === undefined && body !== undefined;
  if (!isDeclared && (isJson || type === "text/html")) return received;
  const { problem: _, ...rest } = received;
  return { ...rest, body: new Blob([bytes], { type: header("content-type") ?? "" }) };
};

const isOfType = (type: string, declared: string): boolean =>
  declared === type || declared === "*/*" || (declared.endsWith("/*") && type.startsWith(declared.slice(0, -1)));
