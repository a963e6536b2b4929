/** @import { ApiInfo, Change, InjectedFault, Job, Part, RequestEntry, Scenarios } from "./types.js" */

/** The requests that the page keeps, as many as the mock does by itself. */
export const mostRequests = 1000;
// What fits a timeline; a job that is polled a thousand times an hour must not fill the tab.
const mostPolls = 500;

/** All that the page knows, brought up to date by the stream's events. */
export const createModel = () => ({
  /** @type {ApiInfo[]} */ apis: [],
  /** @type {Map<string, Job>} the oldest first */ jobs: new Map(),
  /** @type {Map<string, RequestEntry[]>} each job's polls */ polls: new Map(),
  /** @type {RequestEntry[]} the oldest first */ requests: [],
  /** @type {InjectedFault[]} */ faults: [],
  /** @type {string[]} */ faultNames: [],
  /** @type {Scenarios} */ scenarios: { default: "default", next: null, scenarios: [] },
  totalJobs: 0,
});

/** @typedef {ReturnType<typeof createModel>} Model */

/** @type {(job: { api: string, job: string, id: string }) => string} */
export const keyOf = ({ api, job, id }) => `${api} ${job} ${id}`;

/**
 * The key of the job that a request was about, where it was about one.
 *
 * @param {RequestEntry} entry
 */
export const keyOfRequest = ({ api, jobName, job }) =>
  job === undefined || jobName === undefined ? undefined : keyOf({ api, job: jobName, id: job });

/**
 * Takes over a change; tells which parts it touched. The clock is kept elsewhere.
 *
 * @param {Model} model
 * @param {Change} change
 * @returns {Part[]}
 */
export const applyChange = (model, change) => {
  switch (change.event) {
    case "snapshot":
      return replaceAll(model, change.data);
    case "jobs":
      for (const job of change.data) putJob(model, job);
      return ["jobs"];
    case "removed":
      for (const job of change.data) removeJob(model, keyOf(job));
      return ["jobs"];
    case "requests":
      for (const entry of change.data) addRequest(model, entry);
      return ["requests"];
    case "cleared":
      model.requests = [];
      model.polls = new Map();
      return ["requests"];
    case "clock":
      return ["clock"];
    case "scenarios":
      model.scenarios = change.data;
      return ["scenarios"];
    case "faults":
      model.faults = change.data;
      return ["faults"];
    default:
      // An event of a newer mock.
      return [];
  }
};

/** @type {(model: Model, snapshot: Extract<Change, { event: "snapshot" }>["data"]) => Part[]} */
const replaceAll = (model, { jobs, requests, apis, faults, faultNames, scenarios, totalJobs }) => {
  Object.assign(model, { apis, faults, faultNames, scenarios, totalJobs, requests: [] });
  model.jobs = new Map(jobs.toReversed().map((job) => [keyOf(job), job]));
  model.polls = new Map();
  for (const entry of requests) addRequest(model, entry);
  return ["apis", "jobs", "requests", "faults", "scenarios", "clock"];
};

/** @type {(model: Model, job: Job) => void} */
const putJob = (model, job) => {
  const key = keyOf(job);
  const isNew = !model.jobs.has(key);
  model.jobs.set(key, job);
  if (isNew) model.totalJobs++;
};

/** @type {(model: Model, key: string) => void} */
const removeJob = (model, key) => {
  if (model.jobs.delete(key)) model.totalJobs--;
  model.polls.delete(key);
};

/** @type {(model: Model, entry: RequestEntry) => void} */
const addRequest = (model, entry) => {
  model.requests.push(entry);
  // Twice as many before it is cut, so that not every request moves a thousand others.
  if (model.requests.length > mostRequests * 2) model.requests.splice(0, model.requests.length - mostRequests);
  const key = keyOfRequest(entry);
  if (key === undefined || entry.poll === undefined) return;
  const job = model.jobs.get(key);
  // An id can be used again after its job was deleted; the polls of the deleted job are not its own.
  if (job !== undefined && entry.atMs < job.startedAtMs) return;
  if (job !== undefined) job.polls = Math.max(job.polls, entry.poll);
  const polls = model.polls.get(key);
  if (polls === undefined) model.polls.set(key, [entry]);
  else if (polls.push(entry) > mostPolls * 2) polls.splice(0, polls.length - mostPolls);
};
