import { expect, test } from "vitest";

import { paceOf } from "../../page/pace.js";
import type { Job, Pace, RequestEntry } from "../../page/types.js";
import { aJob, readsAt, startMs } from "./fixtures/a-job.ts";

const paceAt = (second: number, reads: readonly RequestEntry[], job: Job = aJob(), speed = 1): Pace => {
  const nowMs = startMs + second * 1000;
  return paceOf(job, reads, { nowMs, callerNowMs: nowMs, speed, everyMs: 5000 });
};

test("a job is not called unpolled before two declared intervals have passed", () => {
  expect(paceAt(9, [])).toEqual({ is: "new", isOdd: false, words: "not polled yet" });
  expect(paceAt(40, [])).toEqual({ is: "unpolled", isOdd: true, words: "not polled at all, for 40 s" });
});

test("an age is counted in the callers' time, in which a fast mock is no slower program", () => {
  expect(paceAt(400, [], aJob(), 50).is).toBe("new");
});

test("the observed interval stands beside the declared one", () => {
  expect(paceAt(17, readsAt([0, 5, 10, 15]))).toEqual({
    is: "steady",
    isOdd: false,
    words: "every 5 s, declared 5 s",
    intervalMs: 5000,
  });
  expect(paceAt(2, readsAt([0])).words).toBe("polled once");
});

test("less than half the declared interval is too often, more than three of them too rarely", () => {
  expect(paceAt(3, readsAt([0, 0.8, 1.6, 2.4])).words).toBe("too often: every 0.8 s, declared 5 s");
  expect(paceAt(11, readsAt([0, 2.5, 5, 7.5, 10])).isOdd).toBe(false);
  expect(paceAt(50, readsAt([0, 16, 32, 48])).words).toBe("too rarely: every 16 s, declared 5 s");
  expect(paceAt(31, readsAt([0, 15, 30])).isOdd).toBe(false);
});

test("one long pause, such as after a 429, does not change the verdict", () => {
  expect(paceAt(57, readsAt([0, 5, 10, 40, 45, 50, 55])).is).toBe("steady");
});

test("a program that stops before the end is noticed while the job runs and after it", () => {
  expect(paceAt(41, readsAt([0, 5, 10])).words).toBe("stopped: not polled for 31 s");
  expect(paceAt(100, readsAt([0, 5, 10])).words).toBe("never saw the end: last polled 1 min 30 s ago");
});

test("a program that has seen the end may rest", () => {
  const seen = paceAt(600, readsAt([50, 55, 60]));
  expect(seen).toMatchObject({ is: "seen", isOdd: false, words: "every 5 s, declared 5 s; saw the end" });
});

test("a second look after the end is none too many, a third is", () => {
  expect(paceAt(71, readsAt([50, 55, 60, 65])).isOdd).toBe(false);
  expect(paceAt(76, readsAt([50, 55, 60, 65, 70])).words).toBe("polls on: 2 times after the end was told");
});

test("an answer that a fault has spoiled does not tell the end", () => {
  const spoiled = readsAt([50, 55, 60], { fault: "truncated" });
  expect(paceAt(100, spoiled).words).toBe("never saw the end: last polled 40 s ago");
  expect(paceAt(100, readsAt([50, 55, 60], { fault: "latency" })).is).toBe("seen");
});

test("reads that the log has forgotten are not missed", () => {
  expect(paceAt(300, [], aJob({ reads: 1 })).words).toBe("polled once, longer ago than the log goes");
  expect(paceAt(300, [], aJob({ reads: 7 })).isOdd).toBe(false);
});
