import { expect, test } from "vitest";

import { applyChange, createModel, keyOf, mostRequests } from "../../page/model.js";
import type { Change, Snapshot } from "../../page/types.js";
import { aJob, pollsAt, startMs } from "./fixtures/a-job.ts";

const snapshot = (more: Partial<Snapshot> = {}): Change => ({
  event: "snapshot",
  data: {
    apis: [],
    clock: { nowMs: startMs, callerMs: startMs, speed: 1, jumpedMs: 0 },
    jobs: [],
    totalJobs: 0,
    requests: [],
    faults: [],
    faultNames: [],
    scenarios: { default: "default", next: null, scenarios: [] },
    ...more,
  },
});

test("a snapshot replaces all that was known", () => {
  const model = createModel();
  applyChange(model, snapshot({ jobs: [aJob()], totalJobs: 1, requests: pollsAt([1]) }));
  applyChange(model, snapshot({ jobs: [aJob({ id: "dk_2" })], totalJobs: 40 }));
  expect([...model.jobs.values()].map(({ id }) => id)).toEqual(["dk_2"]);
  expect(model).toMatchObject({ totalJobs: 40, requests: [] });
  expect(model.polls.size).toBe(0);
});

test("jobs of one id in two kinds of job are two jobs", () => {
  const model = createModel();
  applyChange(model, { event: "jobs", data: [aJob(), aJob({ job: "pictures" })] });
  expect(model.jobs.size).toBe(2);
  applyChange(model, { event: "requests", data: pollsAt([1, 2]) });
  expect(model.polls.get(keyOf(aJob()))).toHaveLength(2);
  expect(model.polls.get(keyOf(aJob({ job: "pictures" })))).toBeUndefined();
});

test("a job that is deleted and created again has none of its former polls", () => {
  const model = createModel();
  applyChange(model, { event: "jobs", data: [aJob()] });
  applyChange(model, { event: "requests", data: pollsAt([1, 2]) });
  applyChange(model, { event: "removed", data: [aJob()] });
  expect(model.totalJobs).toBe(0);
  applyChange(model, snapshot({ jobs: [aJob({ startedAtMs: startMs + 9000 })], requests: pollsAt([1, 2, 10]) }));
  expect(model.polls.get(keyOf(aJob()))).toHaveLength(1);
});

test("what is kept has a bound, however long the page is open", () => {
  const model = createModel();
  applyChange(model, { event: "jobs", data: [aJob()] });
  const data = pollsAt(Array.from({ length: 10_000 }, (_, second) => second));
  applyChange(model, { event: "requests", data });
  expect(model.requests.length).toBeLessThanOrEqual(mostRequests * 2);
  expect(model.requests.at(-1)?.number).toBe(10_000);
  expect(model.polls.get(keyOf(aJob()))?.length).toBeLessThanOrEqual(1000);
  expect(model.jobs.get(keyOf(aJob()))?.polls).toBe(10_000);
});

test("an event of a newer mock is passed over", () => {
  const model = createModel();
  expect(applyChange(model, JSON.parse('{ "event": "weather", "data": {} }'))).toEqual([]);
});
