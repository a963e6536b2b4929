import { createAnswer } from "../answer/create-answer.ts";
import type { Note } from "../answer/note.ts";
import type { RawAnswer } from "../answer/raw-answer.ts";
import type { CreateModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import type { EngineRequest } from "../engine/engine.ts";
import { applyFault } from "../fault/apply-fault.ts";
import type { FaultRule } from "../fault/fault.ts";
import { pickFault } from "../fault/pick-fault.ts";
import type { NamedScenario } from "../life/job-record.ts";
import { seeded } from "../life/seeded.ts";
import { wishesOf } from "../life/wishes.ts";
import type { ApiContext } from "./context.ts";
import { newId } from "./new-id.ts";
import type { ServiceAnswer } from "./service-answer.ts";
import { startJob } from "./start-job.ts";

/** A call that starts a job. */
export interface CreateRequest {
  readonly operation: Operation;
  readonly create: CreateModel;
  readonly request: EngineRequest;
  /** The how-manieth create of this API, from 1: what makes its id different from the last one's. */
  readonly count: number;
  readonly chosen?: NamedScenario;
  readonly fault?: FaultRule;
}

/** Starts a job and answers what the API answers. A fault that refuses the call starts none. */
export const answerCreate = async (asked: CreateRequest, context: ApiContext): Promise<ServiceAnswer> => {
  const { operation, create, request, count } = asked;
  const { api, basis, shared } = context;
  const { seed, book, time } = shared;
  const [job] = create.jobs;
  const note: Note = { operation: operation.name };
  const chosen = asked.chosen ?? book.next ?? book.default;
  const genuine = async (): Promise<RawAnswer> => {
    const id = await newId({ operation, create, request, basis, random: seeded(seed, api.name, "create", count) });
    const wishes = wishesOf(create.jobs, request.body);
    Object.assign(note, { job: id, jobName: job?.declaration.name, kind: "created", scenario: chosen.name });
    if (job === undefined) return { status: create.code, headers: {} };
    if (chosen === book.next && book.takeNext() !== undefined) shared.changes.emit({ of: "scenarios" });
    const record = startJob({ api: api.name, job, id, wasCreated: true, wishes, chosen }, shared);
    return createAnswer(record, { operation, create, basis, seed });
  };
  const fault = faultFor({ ...asked, chosen }, context);
  if (fault === undefined) return { answer: await genuine(), note };
  note.fault = fault.is;
  const played = await applyFault(fault, {
    api,
    operation,
    id: "",
    basis,
    nowMs: time.callersNow(),
    genuine,
    ...(job && { job }),
  });
  return { ...played, note };
};

const faultFor = (
  { operation, count, chosen, fault }: CreateRequest,
  { api, shared }: ApiContext,
): FaultRule | undefined => {
  if (fault !== undefined) return fault;
  const moment = { read: "create", ageMs: 0, seeds: [shared.seed, api.name, "create", count] } as const;
  // A fault from outside that names no call means the next one, whichever it is.
  const injected = shared.faults.take(
    { api: api.name, operation: operation.name },
    (rule) => pickFault([{ ...rule, on: rule.on ?? "create" }], moment) !== undefined,
  );
  return injected ?? pickFault((chosen ?? shared.book.default).scenario.faults ?? [], moment);
};
