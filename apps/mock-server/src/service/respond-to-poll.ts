import type { LogEntry } from "../response/log-entry.ts";
import { withToldAddresses } from "../response/told-addresses.ts";
import type { RawResponse } from "../response/raw-response.ts";
import { refusal } from "../response/refusal.ts";
import type { JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import type { RequestParts } from "../document/runtime-expression.ts";
import { applyFault } from "../fault/apply-fault.ts";
import type { FaultRule } from "../fault/fault.ts";
import { pickFault } from "../fault/pick-fault.ts";
import { toldNow } from "../job/expiry.ts";
import type { JobRecord, NamedScenario } from "../job/job-record.ts";
import { unfit } from "../scenario/unfit.ts";
import { viewAt } from "../job/view.ts";
import type { ApiContext } from "./context.ts";
import { factsOf, type ServiceResponse } from "./service-response.ts";
import { findJobRecord, findOrStart } from "./find-job-record.ts";
import { refuseMockHeader } from "./refuse.ts";

/** A poll of a job. */
export interface ReadRequest {
  readonly operation: Operation;
  readonly job: JobModel;
  readonly id: string;
  /** What stands beside the id. */
  readonly carried: Readonly<Record<string, string>>;
  readonly request: RequestParts;
  /** Where the caller reached the API. */
  readonly base: string;
  /** By the request's header. */
  readonly chosen?: NamedScenario;
  /** By the request's header. */
  readonly fault?: FaultRule;
}

/** Responds to a poll of a job: by its lifecycle, or by the fault that hits this poll. */
export const respondToPoll = async (request: ReadRequest, context: ApiContext): Promise<ServiceResponse> => {
  const { operation, job, id, chosen } = request;
  const { api, responseTemplate, shared } = context;
  const logEntry: LogEntry = { operation: operation.name, job: id };
  const known = findJobRecord(job, id, context, request.carried);
  if (known !== undefined && chosen !== undefined && chosen.name !== known.chosen.name) {
    const hint =
      "the scenario of a job is chosen at its first poll or by its create; PUT /_mock/jobs/{id}/scenario changes it";
    return refuseMockHeader(
      `Failed to choose the scenario "${chosen.name}": the job "${id}" lives already, and ${hint}.`,
    );
  }
  const why = known === undefined && chosen !== undefined ? unfit(chosen, job, "poll") : undefined;
  if (chosen !== undefined && why !== undefined)
    return refuseMockHeader(`Failed to choose the scenario "${chosen.name}": ${why}.`);
  const found = findOrStart(request, context);
  if (found.record === undefined) {
    logEntry.kind = "unknown";
    logEntry.hint = found.hint;
    return {
      response: await refusal({ api, operation, job, id, responseTemplate }, { kind: "not-found", codes: [404] }),
      logEntry,
    };
  }
  const { record } = found;
  record.polls++;
  if (record.endedAtMs === undefined && record.polls > (record.chosen.scenario.polls ?? Number.POSITIVE_INFINITY)) {
    record.endedAtMs = shared.time.now();
    shared.changes.emit({ of: "job", record });
  }
  logEntry.jobName = record.job.declaration.name;
  logEntry.poll = record.polls;
  logEntry.scenario = record.chosen.name;
  const genuine = (): Promise<RawResponse> => genuineResponse(record, request, context, logEntry);
  const fault = faultFor(record, request, context);
  if (fault === undefined) return { response: await genuine(), logEntry };
  logEntry.fault = fault.is;
  return {
    ...(await applyFault(fault, {
      api,
      operation,
      job,
      id,
      responseTemplate,
      nowMs: shared.time.callersNow(),
      genuine,
    })),
    logEntry,
  };
};

const faultFor = (
  record: JobRecord,
  { operation, fault }: ReadRequest,
  { api, shared }: ApiContext,
): FaultRule | undefined => {
  if (fault !== undefined) return fault;
  const ageMs = shared.time.now() - record.startedAtMs;
  const moment = { poll: record.polls, ageMs, seeds: [shared.seed, record.api, record.id] };
  const injected = shared.faults.take(
    { api: api.name, operation: operation.name, job: record.id },
    (rule) => pickFault([rule], moment) !== undefined,
  );
  return injected ?? pickFault(record.chosen.scenario.faults ?? [], moment);
};

const genuineResponse = async (
  record: JobRecord,
  { operation, job, base, request }: ReadRequest,
  context: ApiContext,
  logEntry: LogEntry,
): Promise<RawResponse> => {
  const { api, responseTemplate, compose, validateResponse, shared } = context;
  const nowMs = shared.time.now();
  const view = viewAt(record, nowMs, shared.seed);
  logEntry.kind = view.kind;
  if (view.kind === "pending" && view.pendingAs === "not-found") {
    logEntry.assumed = "not-found";
    return refusal({ api, operation, job, id: record.id, responseTemplate }, { kind: "not-found", codes: [404] });
  }
  const composed = await compose(record, job, view, {
    base: context.publicUrl ?? base,
    ...toldNow(record, shared.time),
  });
  if (composed.assumed !== undefined) logEntry.assumed = composed.assumed;
  else {
    // What is only assumed may well differ from the document: that is the point of it.
    const violations = await validateResponse(operation, composed);
    const kept = [...composed.refused].map((at) => `${at} keeps the service's address: its schema refuses the mock's`);
    if (violations.length + kept.length > 0) logEntry.violations = [...violations, ...kept];
  }
  if (job.followUps.length === 0) return composed;
  const response = withToldAddresses(composed, { record, operation, request, base: context.publicUrl ?? base });
  context.told.note(record, { operation, request, response: factsOf(response) });
  return response;
};
