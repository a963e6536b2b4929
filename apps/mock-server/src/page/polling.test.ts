import { expect, test } from "vitest";

import { pollingOf } from "../../page/polling.js";
import type { Job, Polling, RequestEntry } from "../../page/types.js";
import { aJob, pollsAt, startMs } from "./fixtures/a-job.ts";

const pollingAt = (second: number, polls: readonly RequestEntry[], job: Job = aJob(), speed = 1): Polling => {
  const nowMs = startMs + second * 1000;
  return pollingOf(job, polls, { nowMs, callerNowMs: nowMs, speed, declaredMs: 5000 });
};

test("a job is not called unpolled before two declared intervals have passed", () => {
  expect(pollingAt(9, [])).toEqual({ is: "new", isOdd: false, words: "not polled yet" });
  expect(pollingAt(40, [])).toEqual({ is: "unpolled", isOdd: true, words: "not polled at all, for 40 s" });
});

test("an age is counted in the callers' time, in which a fast mock is no slower program", () => {
  expect(pollingAt(400, [], aJob(), 50).is).toBe("new");
});

test("the observed interval stands beside the declared one", () => {
  expect(pollingAt(17, pollsAt([0, 5, 10, 15]))).toEqual({
    is: "steady",
    isOdd: false,
    words: "every 5 s, declared 5 s",
    intervalMs: 5000,
  });
  expect(pollingAt(2, pollsAt([0])).words).toBe("polled once");
});

test("less than half the declared interval is too often, more than three of them too rarely", () => {
  expect(pollingAt(3, pollsAt([0, 0.8, 1.6, 2.4])).words).toBe("too often: every 0.8 s, declared 5 s");
  expect(pollingAt(11, pollsAt([0, 2.5, 5, 7.5, 10])).isOdd).toBe(false);
  expect(pollingAt(50, pollsAt([0, 16, 32, 48])).words).toBe("too rarely: every 16 s, declared 5 s");
  expect(pollingAt(31, pollsAt([0, 15, 30])).isOdd).toBe(false);
});

test("one long pause, such as after a 429, does not change the verdict", () => {
  expect(pollingAt(57, pollsAt([0, 5, 10, 40, 45, 50, 55])).is).toBe("steady");
});

test("a program that stops before the result is noticed while the job runs and after it", () => {
  expect(pollingAt(41, pollsAt([0, 5, 10])).words).toBe("stopped: not polled for 31 s");
  expect(pollingAt(100, pollsAt([0, 5, 10])).words).toBe("never saw the result: last polled 1 min 30 s ago");
});

test("a program that has seen the result may rest", () => {
  const seen = pollingAt(600, pollsAt([50, 55, 60]));
  expect(seen).toMatchObject({ is: "seen", isOdd: false, words: "every 5 s, declared 5 s; saw the result" });
});

test("a second poll after the result is none too many, a third is", () => {
  expect(pollingAt(71, pollsAt([50, 55, 60, 65])).isOdd).toBe(false);
  expect(pollingAt(76, pollsAt([50, 55, 60, 65, 70])).words).toBe("polls on: 2 times after the result");
});

test("a response that a fault has spoiled does not tell the result", () => {
  const spoiled = pollsAt([50, 55, 60], { fault: "truncated" });
  expect(pollingAt(100, spoiled).words).toBe("never saw the result: last polled 40 s ago");
  expect(pollingAt(100, pollsAt([50, 55, 60], { fault: "latency" })).is).toBe("seen");
});

test("what was polled too often once and then left is told as stopped", () => {
  expect(pollingAt(3, pollsAt([0, 0.8, 1.6, 2.4])).is).toBe("often");
  expect(pollingAt(50, pollsAt([0, 0.8, 1.6, 2.4])).words).toBe("stopped: not polled for 48 s");
});

test("polls that the log has forgotten are not missed", () => {
  expect(pollingAt(300, [], aJob({ polls: 1 })).words).toBe("polled once, longer ago than the log goes");
  expect(pollingAt(300, [], aJob({ polls: 7 })).isOdd).toBe(false);
});
