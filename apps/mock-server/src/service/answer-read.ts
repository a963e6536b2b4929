import type { Note } from "../answer/note.ts";
import type { RawAnswer } from "../answer/raw-answer.ts";
import { refusal } from "../answer/refusal.ts";
import type { JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { applyFault } from "../fault/apply-fault.ts";
import type { FaultRule } from "../fault/fault.ts";
import { pickFault } from "../fault/pick-fault.ts";
import type { JobRecord, NamedScenario } from "../life/job-record.ts";
import { viewAt } from "../life/view.ts";
import type { ApiContext } from "./context.ts";
import type { ServiceAnswer } from "./service-answer.ts";
import { startJob } from "./start-job.ts";

/** A look at a job. */
export interface ReadRequest {
  readonly operation: Operation;
  readonly job: JobModel;
  readonly id: string;
  /** By the request's header. */
  readonly chosen?: NamedScenario;
  /** By the request's header. */
  readonly fault?: FaultRule;
}

/** Answers a look at a job: by its life, or by the fault that strikes this read. */
export const answerRead = async (request: ReadRequest, context: ApiContext): Promise<ServiceAnswer> => {
  const { operation, job, id, chosen } = request;
  const { api, basis, shared } = context;
  const note: Note = { operation: operation.name, job: id };
  const known = shared.store.get(api.name, job.family, id) ?? createdKin(job, id, context);
  if (known === undefined && shared.isStrict) {
    note.kind = "unknown";
    return { answer: await refusal({ api, operation, job, id, basis }, { kind: "not-found", codes: [404] }), note };
  }
  const record = known ?? startJob({ api: api.name, job, id, wasCreated: false, ...(chosen && { chosen }) }, shared);
  record.reads++;
  note.jobName = record.job.declaration.name;
  note.read = record.reads;
  note.scenario = record.chosen.name;
  const genuine = (): Promise<RawAnswer> => genuineAnswer(record, request, context, note);
  const fault = faultFor(record, request, context);
  if (fault === undefined) return { answer: await genuine(), note };
  note.fault = fault.is;
  return {
    ...(await applyFault(fault, { api, operation, job, id, basis, nowMs: shared.time.callersNow(), genuine })),
    note,
  };
};

const createdKin = ({ kin }: JobModel, id: string, { api, shared }: ApiContext): JobRecord | undefined =>
  kin.map((family) => shared.store.get(api.name, family, id)).find((record) => record?.wasCreated === true);

const faultFor = (
  record: JobRecord,
  { operation, fault }: ReadRequest,
  { api, shared }: ApiContext,
): FaultRule | undefined => {
  if (fault !== undefined) return fault;
  const ageMs = shared.time.now() - record.startedAtMs;
  const moment = { read: record.reads, ageMs, seeds: [shared.seed, record.api, record.id] };
  const injected = shared.faults.take(
    { api: api.name, operation: operation.name, job: record.id },
    (rule) => pickFault([rule], moment) !== undefined,
  );
  return injected ?? pickFault(record.chosen.scenario.faults ?? [], moment);
};

const genuineAnswer = async (
  record: JobRecord,
  { operation, job }: ReadRequest,
  context: ApiContext,
  note: Note,
): Promise<RawAnswer> => {
  const { api, basis, compose, prove, shared } = context;
  const view = viewAt(record, shared.time.now(), shared.seed);
  note.kind = view.kind;
  if (view.kind === "pending" && view.pendingAs === "not-found") {
    note.assumed = "not-found";
    return refusal({ api, operation, job, id: record.id, basis }, { kind: "not-found", codes: [404] });
  }
  const composed = await compose(record, job, view);
  if (composed.assumed !== undefined) note.assumed = composed.assumed;
  else {
    // What is only assumed may well depart from the document: that is the point of it.
    const violations = await prove(operation, composed);
    if (violations.length > 0) note.violations = violations;
  }
  return composed;
};
