import type { JobModel } from "../document/api-model.ts";
import type { JobRecord } from "./job-record.ts";

/** Every job that has been created or asked for. */
export interface JobStore {
  get(api: string, family: string, id: string): JobRecord | undefined;
  put(record: JobRecord): void;
  remove(record: JobRecord): void;
  clear(): void;
  size(): number;
  /** Newest first. */
  newest(limit?: number): readonly JobRecord[];
  /** Gives the jobs of an API to what its document declares now; those that it does not declare any more are forgotten. */
  adopt(api: string, jobs: readonly JobModel[]): void;
  /** All jobs with an id, whatever API they are of. */
  withId(id: string): readonly JobRecord[];
}

/** Jobs in memory, up to a number: beyond it the oldest is forgotten, so that a million ids do no harm. */
export const createJobStore = (mostJobs: number): JobStore => {
  // One map for each api and family: their names are not repeated in a hundred thousand keys.
  const shelves = new Map<string, Map<string, JobRecord>>();
  let size = 0;
  const shelfOf = (api: string, family: string): Map<string, JobRecord> => {
    const key = `${api}\u0000${family}`;
    const known = shelves.get(key);
    if (known !== undefined) return known;
    const made = new Map<string, JobRecord>();
    shelves.set(key, made);
    return made;
  };
  const forgetOldest = (): void => {
    const fullest = [...shelves.values()].toSorted((a, b) => b.size - a.size)[0];
    const [oldest] = fullest ?? [];
    if (fullest !== undefined && oldest !== undefined && fullest.delete(oldest[0])) size--;
  };
  return {
    get: (api, family, id) => shelves.get(`${api}\u0000${family}`)?.get(id),
    put: (record) => {
      const shelf = shelfOf(record.api, record.job.family);
      if (!shelf.has(record.id)) size++;
      shelf.set(record.id, record);
      if (size > mostJobs) forgetOldest();
    },
    remove: (record) => {
      if (shelfOf(record.api, record.job.family).delete(record.id)) size--;
    },
    clear: () => {
      shelves.clear();
      size = 0;
    },
    size: () => size,
    newest: (limit = Number.POSITIVE_INFINITY) =>
      [...shelves.values()]
        .flatMap((shelf) => lastOf(shelf, limit))
        .toSorted((a, b) => b.startedAtMs - a.startedAtMs)
        .slice(0, limit),
    adopt: (api, jobs) => {
      const records = [...shelves.values()]
        .flatMap((shelf) => [...shelf.values()])
        .filter((record) => record.api === api);
      for (const record of records) if (shelfOf(api, record.job.family).delete(record.id)) size--;
      for (const record of records) {
        const job = jobs.find(({ declaration }) => declaration.name === record.job.declaration.name);
        if (job === undefined) continue;
        record.job = job;
        shelfOf(api, job.family).set(record.id, record);
        size++;
      }
    },
    withId: (id) => [...shelves.values()].flatMap((shelf) => shelf.get(id) ?? []),
  };
};

const lastOf = (shelf: ReadonlyMap<string, JobRecord>, limit: number): readonly JobRecord[] =>
  limit < shelf.size ? [...shelf.values()].slice(shelf.size - limit).toReversed() : [...shelf.values()].toReversed();
