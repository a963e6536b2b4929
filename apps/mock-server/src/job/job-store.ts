import type { JobModel } from "../document/api-model.ts";
import type { JobRecord } from "./job-record.ts";

/** Every job that has been created or asked for. */
export interface JobStore {
  /** The job with an id and what it carries beside; one of which nobody has said what it carries is found by its id alone. */
  get(api: string, family: string, id: string, carried?: Carried): JobRecord | undefined;
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

type Carried = Readonly<Record<string, string>>;

// A job that carries nothing has its id for a key: there are a hundred thousand of them. So has one of which not everything
// that it carries is known.
const keyOf = (id: string, carried: Carried = {}): string => {
  const entries = Object.entries(carried);
  return entries.length === 0 ? id : `${id}\u0000${JSON.stringify(entries.toSorted())}`;
};

const keyOfRecord = ({ id, carried = {}, job }: JobRecord): string =>
  job.carried.every(({ name }) => Object.hasOwn(carried, name)) ? keyOf(id, carried) : id;

const isSameJob = ({ carried: own = {} }: JobRecord, carried: Carried): boolean =>
  Object.entries(carried).every(([name, value]) => !Object.hasOwn(own, name) || own[name] === value);

const isOfId = (key: string, id: string): boolean => key === id || key.startsWith(`${id}\u0000`);

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
    get: (api, family, id, carried) => {
      const shelf = shelves.get(`${api}\u0000${family}`);
      const exact = shelf?.get(keyOf(id, carried));
      if (exact !== undefined || carried === undefined) return exact;
      const known = shelf?.get(id);
      return known !== undefined && isSameJob(known, carried) ? known : undefined;
    },
    put: (record) => {
      const shelf = shelfOf(record.api, record.job.family);
      const key = keyOfRecord(record);
      if (!shelf.has(key)) size++;
      shelf.set(key, record);
      if (size > mostJobs) forgetOldest();
    },
    remove: (record) => {
      if (shelfOf(record.api, record.job.family).delete(keyOfRecord(record))) size--;
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
      for (const record of records) if (shelfOf(api, record.job.family).delete(keyOfRecord(record))) size--;
      for (const record of records) {
        const job = jobs.find(({ declaration }) => declaration.name === record.job.declaration.name);
        if (job === undefined) continue;
        record.job = job;
        shelfOf(api, job.family).set(keyOfRecord(record), record);
        size++;
      }
    },
    withId: (id) =>
      [...shelves.values()].flatMap((shelf) => {
        const plain = shelf.get(id);
        const [sample] = shelf.values();
        if (plain !== undefined || (sample?.job.carried.length ?? 0) === 0) return plain ?? [];
        return [...shelf].flatMap(([key, record]) => (isOfId(key, id) ? [record] : []));
      }),
  };
};

const lastOf = (shelf: ReadonlyMap<string, JobRecord>, limit: number): readonly JobRecord[] =>
  limit < shelf.size ? [...shelf.values()].slice(shelf.size - limit).toReversed() : [...shelf.values()].toReversed();
