import type { JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import type { RequestParts } from "../document/runtime-expression.ts";
import { regionMark } from "../body/slot.ts";
import { isGone, type JobRecord, type NamedScenario } from "../job/job-record.ts";
import { hintFor } from "../scenario/hint.ts";
import { unfit } from "../scenario/unfit.ts";
import type { ApiContext } from "./context.ts";
import { startJob } from "./start-job.ts";

/**
 * The job that lives under an id and what it carries beside: as itself, or as another view of one that was created. One that
 * the API does not know any more is among them.
 */
export const findJobRecord = (
  { family, linkedJobs }: Pick<JobModel, "family" | "linkedJobs">,
  id: string,
  { api, shared: { store } }: ApiContext,
  carried?: Readonly<Record<string, string>>,
): JobRecord | undefined =>
  store.get(api.name, family, id, carried) ??
  linkedJobs.map((linked) => store.get(api.name, linked, id, carried)).find((record) => record?.wasCreated === true);

/** Which job a call is about, by whom. */
export interface AskedJob {
  readonly job: JobModel;
  readonly id: string;
  readonly carried: Readonly<Record<string, string>>;
  readonly operation: Operation;
  readonly request: RequestParts;
  /** By the request's header. */
  readonly chosen?: NamedScenario;
}

/** The job, or why there is none for this call, for whoever reads the log. */
export type FoundJob = { readonly record: JobRecord } | { readonly record?: undefined; readonly hint: string };

/** The job that a call is about: one that lives, or one that its id or a header lets begin. */
export const findOrStart = (asked: AskedJob, context: ApiContext): FoundJob => {
  const { job, id, carried } = asked;
  const { shared, api } = context;
  const known = findJobRecord(job, id, context, carried);
  if (known !== undefined) return foundNow(known, asked);
  const parameter = job.id.of === "request" && job.id.in === "path" ? job.id.at : "";
  const hint = hintFor(id, shared.book, parameter);
  if (id === "") return { hint };
  const named = asked.chosen ?? shared.book.namedBy(id);
  const why = named && unfit(named, job, "poll");
  if (named !== undefined && why !== undefined) return { hint: `the scenario ${named.name} cannot be played: ${why}` };
  if (named === undefined && !shared.takesAnyId) {
    const isElsewhere = shared.store.withId(id).some((other) => other.api === api.name && other.job === job);
    return { hint: isElsewhere ? elsewhere(job) : hint };
  }
  const start = { api: api.name, job, id, carried, wasCreated: false, ...(named && { chosen: named }) };
  return { record: startJob(start, shared) };
};

const elsewhere = ({ carried }: JobModel): string =>
  `there is a job of this id with another ${carried.map(({ name }) => name).join(" or ")}`;

/** The job, unless the API does not know it any more, or does not know it here. */
export const foundNow = (
  record: JobRecord,
  { operation, request }: Pick<AskedJob, "operation" | "request">,
): FoundJob => {
  if (isGone(record)) return { hint: "the job was cancelled or deleted, and the API does not know it any more" };
  const { job, chosen, wasCreated } = record;
  const isElsewhere =
    chosen.scenario.region === "other" &&
    wasCreated &&
    job.addresses.some((address) => address.operation === operation) &&
    !isMarked(request);
  return isElsewhere
    ? { hint: "the job is of another region: call the address that its create's response has" }
    : { record };
};

const [markName = "", markValue] = regionMark.split("=");

const isMarked = ({ query }: RequestParts): boolean => query[markName] === markValue;
