import type { RuntimeExpression } from "@genwait/lifecycle";

import { createResponse } from "../response/create-response.ts";
import type { LogEntry } from "../response/log-entry.ts";
import type { RawResponse } from "../response/raw-response.ts";
import type { CreateModel, JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import { applyFault } from "../fault/apply-fault.ts";
import type { FaultRule } from "../fault/fault.ts";
import { pickFault } from "../fault/pick-fault.ts";
import { toldNow } from "../job/expiry.ts";
import type { JobRecord, NamedScenario } from "../job/job-record.ts";
import { viewAt } from "../job/view.ts";
import { unfit } from "../scenario/unfit.ts";
import { seeded } from "../job/seeded.ts";
import { requestedOf } from "../job/requested.ts";
import type { ApiContext } from "./context.ts";
import { newId } from "./new-id.ts";
import { refuseMockHeader } from "./refuse.ts";
import { factsOf, type ServiceResponse } from "./service-response.ts";
import { startJob } from "./start-job.ts";

/** A call that starts a job. */
export interface CreateRequest {
  readonly operation: Operation;
  readonly create: CreateModel;
  /** With the fields of a form. */
  readonly request: RequestParts;
  /** Where the caller reached the API. */
  readonly base: string;
  /** The number of the create of this API, from 1: what makes its id different from the last one's. */
  readonly count: number;
  readonly chosen?: NamedScenario;
  readonly fault?: FaultRule;
}

/** Starts a job and responds as the API does. A fault that refuses the call starts none. */
export const respondToCreate = async (asked: CreateRequest, context: ApiContext): Promise<ServiceResponse> => {
  const { operation, create, request, count, base } = asked;
  const { api, responseTemplate, shared } = context;
  const { seed, book, time } = shared;
  const [job] = create.jobs;
  const logEntry: LogEntry = { operation: operation.name };
  const chosen = asked.chosen ?? book.next ?? book.default;
  const why = job !== undefined && asked.chosen !== undefined ? unfit(asked.chosen, job, "create") : undefined;
  if (why !== undefined) return refuseMockHeader(`Failed to choose the scenario "${chosen.name}": ${why}.`);
  const genuine = async (): Promise<RawResponse> => {
    const id = await newId({
      operation,
      create,
      request,
      responseTemplate,
      random: seeded(seed, api.name, "create", count),
    });
    const requested = requestedOf(create.jobs, request, operation.path);
    Object.assign(logEntry, { job: id, jobName: job?.declaration.name, kind: "created", scenario: chosen.name });
    if (job === undefined) return { status: create.code, headers: {} };
    if (chosen === book.next && book.takeNext() !== undefined) shared.changes.emit({ of: "scenarios" });
    const carried = carriedBy(asked, job);
    const record = startJob({ api: api.name, job, id, carried, wasCreated: true, requested, chosen }, shared);
    const to = context.publicUrl ?? base;
    const response = create.tellsState
      ? await stateAtStart(record, job, operation, { context, base: to, logEntry })
      : await createResponse(record, { operation, create, responseTemplate, seed, base: to });
    shared.callbacks.accepted({ operation, request, response, record, base }, context);
    return response;
  };
  const fault = faultFor({ ...asked, chosen }, context);
  if (fault === undefined) return { response: await genuine(), logEntry };
  logEntry.fault = fault.is;
  const played = await applyFault(fault, {
    api,
    operation,
    id: "",
    responseTemplate,
    nowMs: time.callersNow(),
    genuine,
    ...(job && { job }),
  });
  return { ...played, logEntry };
};

/** What the job will be known by beside its id: what the Link says, else what the create's own request has under the name. */
const carriedBy = ({ create, operation, request }: CreateRequest, job: JobModel): Readonly<Record<string, string>> =>
  Object.fromEntries(
    job.carried.flatMap(({ name }) => {
      const place = create.carried.get(name) ?? ownPlace(operation, name);
      const value = place === undefined ? undefined : valueAt(place, request, operation.path);
      return value === undefined ? [] : [[name, value]];
    }),
  );

const ownPlace = ({ parameters }: Operation, name: string): RuntimeExpression | undefined => {
  const own = parameters.find((parameter) => parameter.name.toLowerCase() === name.toLowerCase());
  return own && { of: "request", in: own.in, at: own.name };
};

interface StartContext {
  readonly context: ApiContext;
  readonly base: string;
  readonly logEntry: LogEntry;
}

// A create that tells the state responds as a poll would, with its own code.
const stateAtStart = async (
  record: JobRecord,
  job: JobModel,
  operation: Operation,
  { context, base, logEntry }: StartContext,
): Promise<RawResponse> => {
  const { shared, compose, validateResponse, told } = context;
  const view = viewAt(record, shared.time.now(), shared.seed);
  const composed = await compose(record, { ...job, operation }, view, { base, ...toldNow(record, shared.time) });
  const violations = await validateResponse(operation, composed);
  if (violations.length > 0) logEntry.violations = violations;
  const request = { path: "", query: {}, headers: {} };
  told.note(record, { operation: job.operation, request, response: factsOf(composed) });
  return composed;
};

const faultFor = (
  { operation, count, chosen, fault }: CreateRequest,
  { api, shared }: ApiContext,
): FaultRule | undefined => {
  if (fault !== undefined) return fault;
  const moment = { poll: "create", ageMs: 0, seeds: [shared.seed, api.name, "create", count] } as const;
  // A fault from outside that names no call means the next one, whichever it is.
  const injected = shared.faults.take(
    { api: api.name, operation: operation.name },
    (rule) => pickFault([{ ...rule, on: rule.on ?? "create" }], moment) !== undefined,
  );
  return injected ?? pickFault((chosen ?? shared.book.default).scenario.faults ?? [], moment);
};
