import type { Kind } from "@genwait/lifecycle";

import { defaultJob, type JobModel } from "../document/api-model.ts";
import type { JobRecord, NamedScenario } from "../life/job-record.ts";
import { seeded } from "../life/seeded.ts";
import { wishesOf } from "../life/wishes.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ApiContext } from "../service/context.ts";
import type { Core } from "../service/core.ts";
import { newId } from "../service/new-id.ts";
import { startJob } from "../service/start-job.ts";
import type { Changes } from "./changes.ts";
import { ControlError } from "./control-error.ts";
import { type JobReport, reportOf } from "./job-report.ts";

/** Jobs from outside: started, looked at and ended without a call of the API. */
export interface JobControl {
  create(wish: JobWish): Promise<JobReport>;
  /** Newest first. */
  list(filter?: { readonly api?: string; readonly limit?: number }): readonly JobReport[];
  /** How many there are. */
  count(): number;
  get(id: string, which?: WhichJob): JobReport;
  /** Ends a job now, and so. */
  end(id: string, kind: Exclude<Kind, "pending">, options?: WhichJob & { readonly message?: string }): JobReport;
  /** Gives a job another life from its start on. */
  play(id: string, scenario: string | Scenario, which?: WhichJob): JobReport;
  remove(id: string, which?: WhichJob): void;
  clear(): void;
}

export interface WhichJob {
  /** Needed only where two APIs have a job of that id. */
  readonly api?: string;
}

export interface JobWish {
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
export const createJobControl = ({ contexts, shared }: Core, changes: Changes): JobControl => {
  const { store, seed, book } = shared;
  let count = 0;
  const scenarioOf = (wish: string | Scenario): NamedScenario => {
    if (typeof wish === "object") return { name: "custom", scenario: wish };
    const chosen = book.find(wish);
    if (chosen === undefined) throw new ControlError(404, `Failed to choose a scenario: there is none called "${wish}". GET /_mock/scenarios lists them.`);
    return chosen;
  };
  const changed = (record: JobRecord): JobReport => {
    changes.emit("jobs");
    return reportOf(record, shared);
  };
  const find = (id: string, { api }: WhichJob = {}): JobRecord => {
    const found = store.withId(id).filter((record) => api === undefined || record.api === api);
    const [first] = found;
    if (first === undefined) throw new ControlError(404, `Failed to find the job "${id}": there is none. GET /_mock/jobs lists them; reading an id, or POST /_mock/jobs, starts one.`);
    if (found.length > 1) throw new ControlError(409, `Failed to find the job "${id}": ${found.map((record) => record.api).join(" and ")} have one each. Say which with api=….`);
    return first;
  };
  return {
    create: async ({ api, job: name, id, scenario, body }) => {
      const context = contextOf(contexts, api);
      const job = jobOf(context, name);
      const chosen = scenario === undefined ? undefined : scenarioOf(scenario);
      const chosenId = id ?? (await idFor(context, job, seeded(seed, api, "control", ++count)));
      if (chosenId === "") throw new ControlError(400, "Failed to create a job: its id is empty. Give one, or leave it out.");
      return changed(startJob({ api, job, id: chosenId, wasCreated: true, wishes: wishesOf([job], body), ...(chosen && { chosen }) }, shared));
    },
    list: ({ api, limit = 1000 } = {}) =>
      store.newest(limit).filter((record) => api === undefined || record.api === api).map((record) => reportOf(record, shared)),
    count: store.size,
    get: (id, which) => reportOf(find(id, which), shared),
    end: (id, kind, { message, ...which } = {}) => {
      const record = find(id, which);
      record.end = { kind, atMs: shared.time.now(), ...(message !== undefined && { message }) };
      return changed(record);
    },
    play: (id, scenario, which) => {
      const record = find(id, which);
      record.chosen = scenarioOf(scenario);
      delete record.end;
      return changed(record);
    },
    remove: (id, which) => {
      store.remove(find(id, which));
      changes.emit("jobs");
    },
    clear: () => {
      store.clear();
      changes.emit("jobs");
    },
  };
};

const contextOf = (contexts: Core["contexts"], api: string): ApiContext => {
  const context = contexts.get(api);
  if (context === undefined) throw new ControlError(404, `Failed to find the API "${api}": it is not mocked. Choose one of ${[...contexts.keys()].join(", ")}.`);
  return context;
};

const jobOf = ({ api }: ApiContext, name: string | undefined): JobModel => {
  const job = name === undefined ? defaultJob(api) : api.jobs.find(({ declaration }) => declaration.name === name);
  if (job !== undefined) return job;
  const names = api.jobs.map(({ declaration }) => declaration.name).join(", ");
  throw new ControlError(404, `Failed to find the job "${name ?? ""}" of ${api.name}: its document declares no such job. Choose one of ${names === "" ? "none" : names}.`);
};

const idFor = async ({ api, basis }: ApiContext, job: JobModel, random: () => number): Promise<string> => {
  const maker = [...api.creates].find(([, create]) => create.jobs.includes(job));
  const [operation, create] = maker ?? [job.operation, { code: 200, id: { of: "response", in: "body", at: job.declaration.id.answer ?? "" }, jobs: [] } as const];
  return newId({ operation, create, basis, random });
};
