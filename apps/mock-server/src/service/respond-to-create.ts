import { createResponse } from "../response/create-response.ts";
import type { LogEntry } from "../response/log-entry.ts";
import type { RawResponse } from "../response/raw-response.ts";
import type { CreateModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import type { EngineRequest } from "../engine/engine.ts";
import { applyFault } from "../fault/apply-fault.ts";
import type { FaultRule } from "../fault/fault.ts";
import { pickFault } from "../fault/pick-fault.ts";
import type { NamedScenario } from "../job/job-record.ts";
import { seeded } from "../job/seeded.ts";
import { requestedOf } from "../job/requested.ts";
import type { ApiContext } from "./context.ts";
import { newId } from "./new-id.ts";
import type { ServiceResponse } from "./service-response.ts";
import { startJob } from "./start-job.ts";

/** A call that starts a job. */
export interface CreateRequest {
  readonly operation: Operation;
  readonly create: CreateModel;
  readonly request: EngineRequest;
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
    const record = startJob({ api: api.name, job, id, wasCreated: true, requested, chosen }, shared);
    const response = await createResponse(record, { operation, create, responseTemplate, seed });
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
