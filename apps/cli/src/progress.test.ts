import type { JobState } from "@genwait/lifecycle";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { testJob, writtenOutput } from "./fixtures/test-io.ts";
import { createProgress, type ProgressOptions } from "./progress.ts";

const terminal = { isTTY: true, columns: 100, rows: 24 };
const pending: JobState = { phase: "pending", body: {} };
const erased = "\u001B[1C\u001B[1A\u001B[0J\r\u001B[K";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const start = (facts: object = terminal, options: ProgressOptions = {}) => {
  const output = writtenOutput(facts);
  const progress = createProgress(output, { env: { NO_COLOR: "1" }, ...options });
  return { output, progress };
};

/** The last frame. */
const shown = (text: string): string => text.split(erased).at(-1) ?? "";

describe("lines are drawn in place on a terminal alone", () => {
  test.each<[string, object, Readonly<Record<string, string>>, boolean]>([
    ["a terminal", terminal, {}, true],
    ["a pipe", {}, {}, false],
    ["TERM=dumb", terminal, { TERM: "dumb" }, false],
    ["CI=true", terminal, { CI: "true" }, false],
    ["CI=1", terminal, { CI: "1" }, false],
    ["CI=false", terminal, { CI: "false" }, true],
    ["an empty CI", terminal, { CI: "" }, true],
  ])("%s", (_, facts, env, isLive) => {
    const { output, progress } = start(facts, { env });
    progress.state(testJob("p1"), pending);
    vi.advanceTimersByTime(250);
    progress.close();
    expect(output.text.includes("\u001B")).toBe(isLive);
    expect(output.text).toContain("pictures p1  pending");
  });
});

test("nothing is drawn once it is closed", () => {
  const { output, progress } = start();
  progress.state(testJob("p1"), pending);
  vi.advanceTimersByTime(100);
  progress.close();
  const { text } = output;
  vi.advanceTimersByTime(1000);
  expect(output.text).toBe(text);
  expect(text.endsWith(erased)).toBe(true);
});

test("colours are left out where nobody wants them", () => {
  for (const [env, isColoured] of [
    [{}, true],
    [{ NO_COLOR: "1" }, false],
    [{ NO_COLOR: "" }, true],
  ] as const) {
    const { output, progress } = start(terminal, { env });
    progress.note(testJob("p1"), "network, polling again in 1.0 s");
    vi.advanceTimersByTime(100);
    progress.close();
    expect(output.text.includes("\u001B[33m")).toBe(isColoured);
  }
});

describe("a bar", () => {
  test("shows the service's own word on how far the job is", () => {
    const { output, progress } = start(terminal, { typicalMs: 1000 });
    progress.state(testJob("p1"), { ...pending, progress: 0.5 });
    vi.advanceTimersByTime(100);
    expect(shown(output.text)).toBe("⠋ pictures p1  pending, 50 %  [######------]\n");
    progress.close();
  });

  test("shows the time that such a job usually takes, and never that it is over", () => {
    let nowMs = 0;
    const { output, progress } = start(terminal, { typicalMs: 60_000, now: () => nowMs });
    progress.state(testJob("p1"), pending);
    nowMs = 30_000;
    vi.advanceTimersByTime(100);
    expect(shown(output.text)).toBe("⠋ pictures p1  pending  [######------] 30.0 s of about 60.0 s\n");
    nowMs = 600_000;
    vi.advanceTimersByTime(100);
    expect(shown(output.text)).toBe("⠙ pictures p1  pending  [###########-] 10 min of about 60.0 s\n");
    progress.close();
  });

  test("is left out where neither is known", () => {
    const { output, progress } = start();
    progress.state(testJob("p1"), pending);
    vi.advanceTimersByTime(100);
    expect(shown(output.text)).toBe("⠋ pictures p1  pending\n");
    progress.close();
  });

  test("shows a download, and a log is told of it once", () => {
    const live = start();
    live.progress.share(testJob("p1"), "downloading p1.mp4, 12.0 MB", 0.25);
    vi.advanceTimersByTime(100);
    expect(shown(live.output.text)).toBe("⠋ pictures p1  [###---------] downloading p1.mp4, 12.0 MB\n");
    live.progress.close();
    const plain = start({});
    for (const of1 of [0.1, 0.2, 0.3]) plain.progress.share(testJob("p1"), "downloading p1.mp4, 12.0 MB", of1);
    expect(plain.output.text).toBe("pictures p1  downloading p1.mp4, 12.0 MB\n");
  });
});

test("text of a service is on one line and does nothing, live and plain", () => {
  for (const facts of [terminal, {}]) {
    const { output, progress } = start(facts);
    progress.state(testJob("p1\nsucceeded"), { ...pending, stage: "\u001B]0;title\u0007", unknownStatus: "\u202E" });
    progress.note(testJob("p1\nsucceeded"), "found \u009B2J");
    vi.advanceTimersByTime(100);
    progress.close();
    const text = output.text.replaceAll(erased, "");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(text).not.toMatch(/^succeeded/m);
  }
});

test("jobs have a line before anything is known of them", () => {
  const { output, progress } = start();
  progress.start([testJob("p1"), testJob("p2")]);
  vi.advanceTimersByTime(100);
  expect(shown(output.text)).toBe("⠋ pictures p1  waiting\n⠋ pictures p2  waiting\n");
  progress.close();
});

test("a log that stands still is told now and then what goes on", () => {
  let nowMs = 0;
  const { output, progress } = start({}, { now: () => nowMs });
  const pass = (ms: number): void => {
    nowMs += ms;
    vi.advanceTimersByTime(ms);
  };
  progress.start([testJob("p1"), testJob("p2")]);
  pass(10_000);
  progress.state(testJob("p1"), pending);
  pass(59_000);
  progress.done(testJob("p1"));
  pass(1000);
  progress.close();
  pass(600_000);
  expect(output.text).toBe(
    "Waiting for 2 jobs, 10.0 s so far.\npictures p1  pending\nWaiting for 1 job, 70.0 s so far.\n",
  );
});

test("a quiet run says nothing", () => {
  const { output, progress } = start(terminal, { isQuiet: true });
  progress.state(testJob("p1"), pending);
  progress.note(testJob("p1"), "note");
  progress.share(testJob("p1"), "what", 1);
  progress.done(testJob("p1"));
  vi.advanceTimersByTime(1000);
  progress.close();
  expect(output.text).toBe("");
});
