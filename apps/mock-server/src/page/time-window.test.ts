import { expect, test } from "vitest";

import { glide, marksOf, windowOf } from "../../page/time-window.js";
import { aJob, startMs } from "./fixtures/a-job.ts";

test("the window fits what runs and the newest jobs, now included", () => {
  const old = aJob({ id: "old", startedAtMs: startMs - 3_600_000, endsAtMs: startMs - 3_000_000 });
  const jobs = [aJob(), ...Array.from({ length: 9 }, (_, index) => aJob({ id: `dk_${index}` })), old];
  const nowMs = startMs + 50_000;
  const { fromMs, toMs } = windowOf({ jobs, nowMs, spanMs: undefined });
  expect(fromMs).toBeLessThan(startMs);
  expect(fromMs).toBeGreaterThan(startMs - 60_000);
  expect(toMs).toBeGreaterThan(startMs + 60_000);
});

test("a job that never ends does not stretch the window", () => {
  const { endsAtMs: _, ...endless } = aJob();
  const { fromMs, toMs } = windowOf({ jobs: [endless], nowMs: startMs + 100_000, spanMs: undefined });
  expect(toMs - fromMs).toBeLessThan(150_000);
});

test("a fixed span stays what it is", () => {
  const { fromMs, toMs } = windowOf({ jobs: [], nowMs: startMs, spanMs: 60_000 });
  expect(toMs - fromMs).toBe(60_000);
});

test("the window glides to its goal, and jumps where the eye cannot follow", () => {
  const goal = { fromMs: 1000, toMs: 2000 };
  const near = glide({ fromMs: 0, toMs: 1000 }, goal, 100);
  expect(near).toEqual({ fromMs: 500, toMs: 1500 });
  expect(glide(near, goal, 5000)).toBe(goal);
  expect(glide({ fromMs: -90_000, toMs: -89_000 }, goal, 1)).toBe(goal);
});

test("marks are round moments, as close as they may be", () => {
  expect(marksOf({ fromMs: 61_000, toMs: 100_000 }, 8000)).toEqual([70_000, 80_000, 90_000, 100_000]);
});
