import { Events } from "./events.ts";
import { fails, pending, scriptedJob, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { channel } from "node:diagnostics_channel";
import { afterEach, expect, test, vi } from "vitest";

const job = { api: "things", name: "thing", id: "1", secret: "sk-123" };

afterEach(() => void vi.unstubAllGlobals());

test("publishes to a diagnostics channel for each type, with the job's names and nothing else of it", () => {
  const seen: unknown[] = [];
  const listen = (message: unknown): void => void seen.push(message);
  const events = new Events(undefined);
  events.emit("poll", job, { attempt: 1, durationMs: 5, phase: "pending", requestId: "req-1" });
  channel("genwait:poller:poll").subscribe(listen);
  events.emit("poll", job, { attempt: 2, durationMs: 5, phase: "pending", requestId: "req-1" });
  channel("genwait:poller:poll").unsubscribe(listen);
  expect(seen).toEqual([
    {
      type: "poll",
      api: "things",
      name: "thing",
      id: "1",
      attempt: 2,
      durationMs: 5,
      phase: "pending",
      requestId: "req-1",
    },
  ]);
});

test("does without diagnostics channels where there are none", () => {
  const onEvent = vi.fn();
  for (const process of [undefined, {}, { getBuiltinModule: () => undefined }]) {
    vi.stubGlobal("process", process);
    new Events(onEvent).emit("poll", job, { attempt: 1, durationMs: 5, phase: "pending", requestId: "req-1" });
  }
  expect(onEvent).toHaveBeenCalledTimes(3);
});

test.each([
  [
    "throws",
    (error: Error) => {
      throw error;
    },
  ],
  [
    "rejects with",
    async (error: Error) => {
      throw error;
    },
  ],
])("reports what a listener %s as a warning, and harms no wait", async (_, onEvent) => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const bug = new Error("a bug in a listener");
  const { poller, clock } = setUp({ onEvent: () => onEvent(bug) });
  await expect(poller.wait(scriptedJob([fails("network"), succeeded], { clock }))).resolves.toMatchObject({
    phase: "succeeded",
  });
  await new Promise(setImmediate);
  expect(new Set(warn.mock.calls.map(([warning]) => (warning as Error).cause))).toEqual(new Set([bug]));
  expect(clock.pending()).toBe(0);
});

test("reports to the console where the runtime has no warnings", async () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  vi.stubGlobal("process", undefined);
  new Events(() => {
    throw new Error("a bug");
  }).emit("cancel", job, { error: undefined });
  expect(error).toHaveBeenCalledTimes(1);
});

test("reports a bounded number of statuses that the declaration does not list", async () => {
  const { poller, events, job: jobOf } = setUp();
  const rendering = jobOf((attempt) => ({
    state: { phase: "pending", body: {}, unknownStatus: `rendering ${attempt} %` },
  }));
  await rejectionOf(poller.wait(rendering, { intervalMs: 100, timeoutMs: 500_000 }));
  expect(rendering.pollsMs.length).toBeGreaterThan(4000);
  expect(events.filter(({ type }) => type === "schema-mismatch")).toHaveLength(1000);
});

test("carries the request id of each response", async () => {
  const { poller, events, job: jobOf } = setUp();
  const waited = jobOf([
    { ...pending, more: { requestId: "req-1" } },
    fails("unavailable", { requestId: "req-2" }),
    { ...succeeded, more: { requestId: "req-3" } },
  ]);
  await poller.wait(waited);
  expect(events.flatMap((event) => ("requestId" in event ? [[event.type, event.requestId]] : []))).toEqual([
    ["poll", "req-1"],
    ["retry", "req-2"],
    ["poll", "req-3"],
  ]);
});
