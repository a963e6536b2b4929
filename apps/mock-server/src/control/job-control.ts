import { type StatusKind, type Phase, phaseOf } from "@genwait/lifecycle";

import type { JobModel } from "../document/api-model.ts";
import type { JobRecord } from "../job/job-record.ts";
import { seeded } from "../job/seeded.ts";
import { bodyOnly, requestedOf } from "../job/requested.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ApiContext } from "../service/context.ts";
import type { Core } from "../service/core.ts";
import { newId } from "../service/new-id.ts";
import { startJob } from "../service/start-job.ts";
import { chooseScenario } from "./choose-scenario.ts";
import { ControlError } from "./control-error.ts";
import { findApi, findDeclared, findJob, type WhichJob } from "./find-job.ts";
import { type JobReport, reportOf } from "./job-report.ts";

/** Jobs from outside: started, looked at and ended without a call of the API. Each throws a ControlError where it cannot. */
export interface JobControl {
  create(options: NewJob): Promise<JobReport>;
  /** Newest first. */
  list(filter?: JobFilter): readonly JobReport[];
  /** How many there are, of one API or of all. */
  count(filter?: Pick<JobFilter, "api" | "phase">): number;
  get(id: string, which?: WhichJob): JobReport;
  /** Ends a job now, and so. A result is for ever: a job that is over cannot be ended again. */
  end(id: string, kind: Exclude<StatusKind, "pending">, options?: WhichJob & { readonly message?: string }): JobReport;
  /** Gives a job another scenario from its start on. */
  play(id: string, scenario: string | Scenario, which?: WhichJob): JobReport;
  remove(id: string, which?: WhichJob): void;
  /** Forgets all jobs, or all of one API. */
  clear(which?: WhichJob): void;
}

/** Which jobs, and how many of them. */
export interface JobFilter {
  readonly api?: string;
  readonly phase?: Phase;
  /** @default 100 */
  readonly limit?: number;
  /** @default 0 */
  readonly offset?: number;
}

/** A job to start. */
export interface NewJob {
  readonly api: string;
  /** The declaration's name. @default the API's default job */
  readonly job?: string;
  /** @default one in the style of the document's example */
  readonly id?: string;
  /** @default the one that the id names, else the service's default */
  readonly scenario?: string | Scenario;
  /** What a create would have been sent: exports, how many outputs. */
  readonly body?: unknown;
}

/** Steers the jobs of a service. */
export const createJobControl = (core: Core): JobControl => {
  const { shared } = core;
  const { store, changes, seed, book, time } = shared;
  const random = seeded(seed, "control");
  const changed = (record: JobRecord): JobReport => {
    changes.emit({ of: "job", record });
    return reportOf(record, shared);
  };
  const filtered = ({ api, phase, limit = 0, offset = 0 }: JobFilter): readonly JobRecord[] => {
    // Without a filter there is no need to sort a hundred thousand jobs for the newest hundred.
    if (api === undefined && phase === undefined && limit > 0) return store.newest(offset + limit);
    const ofApi = store.newest().filter((record) => api === undefined || record.api === api);
    return phase === undefined ? ofApi : ofApi.filter((record) => phaseOf(reportOf(record, shared).kind) === phase);
  };
  const remove = (records: readonly JobRecord[]): void => {
    for (const record of records) store.remove(record);
    changes.emit({ of: "removed", records });
  };
  return {
    create: (options) => create(options, core, random),
    list: ({ limit = 100, offset = 0, ...filter } = {}) =>
      filtered({ ...filter, limit, offset })
        .slice(offset, offset + limit)
        .map((record) => reportOf(record, shared)),
    count: (filter = {}) =>
      filter.api === undefined && filter.phase === undefined ? store.size() : filtered(filter).length,
    get: (id, which) => reportOf(findJob(store, id, which), shared),
    end: (id, kind, { message, ...which } = {}) => {
      const record = findJob(store, id, which);
      refuseEnded(reportOf(record, shared));
      record.result = { kind, atMs: time.now(), ...(message !== undefined && { message }) };
      return changed(record);
    },
    play: (id, scenario, which) => {
      const record = findJob(store, id, which);
      record.chosen = chooseScenario(book, scenario);
      delete record.result;
      delete record.endedAtMs;
      return changed(record);
    },
    remove: (id, which) => remove([findJob(store, id, which)]),
    clear: ({ api } = {}) => remove(filtered(api === undefined ? {} : { api })),
  };
};

const refuseEnded = ({ id, kind }: JobReport): void => {
  if (kind === "pending") return;
  throw new ControlError(
    "is-over",
    `Failed to end the job "${id}": it is over (${kind}), and a result is for ever. Delete it to start again.`,
  );
};

const create = async (
  { api, job: name, id, scenario, body }: NewJob,
  { contexts, shared }: Core,
  random: () => number,
): Promise<JobReport> => {
  const context = findApi(contexts, api);
  const job = findDeclared(context, name);
  const chosen = scenario === undefined ? undefined : chooseScenario(shared.book, scenario);
  const chosenId = id ?? (await idFor(context, job, random));
  if (chosenId === "")
    throw new ControlError("bad-request", "Failed to create a job: its id is empty. Give one, or leave it out.");
  if (shared.store.get(api, job.family, chosenId) !== undefined) {
    throw new ControlError(
      "job-exists",
      `Failed to create a job: ${api} has one with the id "${chosenId}". Choose another id or delete that job.`,
    );
  }
  const requested = body === undefined ? { members: [] } : requestedOf([job], bodyOnly(body), "");
  return reportOf(
    startJob({ api, job, id: chosenId, wasCreated: true, requested, ...(chosen && { chosen }) }, shared),
    shared,
  );
};

const idFor = ({ api, responseTemplate }: ApiContext, job: JobModel, random: () => number): Promise<string> => {
  const made = [...api.creates].find(([, { jobs }]) => jobs.includes(job));
  if (made !== undefined) return newId({ operation: made[0], create: made[1], responseTemplate, random });
  const id = { of: "response", in: "body", at: job.declaration.id.response ?? "/id" } as const;
  return newId({ operation: job.operation, create: { code: 200, id, jobs: [job] }, responseTemplate, random });
};
