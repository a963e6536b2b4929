import { channel } from "node:diagnostics_channel";
import { afterEach, expect, test, vi } from "vitest";
import { createEmitter } from "./emitter.ts";
import { fails, scriptedJob, succeeded } from "./fixtures/scripted-job.ts";
import { setUp } from "./fixtures/setup.ts";

const job = { api: "things", name: "thing", id: "1", secret: "sk-123" };

afterEach(() => void vi.unstubAllGlobals());

test("publishes to a diagnostics channel for each type, with the job's names and nothing else of it", () => {
  const seen: unknown[] = [];
  const listen = (message: unknown): void => void seen.push(message);
  const emit = createEmitter(undefined);
  emit("poll", job, { attempt: 1, durationMs: 5, phase: "pending" });
  channel("genwait:poller:read").subscribe(listen);
  emit("poll", job, { attempt: 2, durationMs: 5, phase: "pending" });
  channel("genwait:poller:read").unsubscribe(listen);
  expect(seen).toEqual([
    { type: "poll", api: "things", name: "thing", id: "1", attempt: 2, durationMs: 5, phase: "pending" },
  ]);
});

test("does without diagnostics channels where there are none", () => {
  const onEvent = vi.fn();
  for (const process of [undefined, {}, { getBuiltinModule: () => undefined }]) {
    vi.stubGlobal("process", process);
    createEmitter(onEvent)("poll", job, { attempt: 1, durationMs: 5, phase: "pending" });
  }
  expect(onEvent).toHaveBeenCalledTimes(3);
});

test("reports what a listener throws as an uncaught error, and harms no wait", async () => {
  const uncaught: unknown[] = [];
  vi.stubGlobal("queueMicrotask", (task: () => void) => {
    try {
      task();
    } catch (error) {
      uncaught.push(error);
    }
  });
  const bug = new Error("a bug in a listener");
  const { poller, clock } = setUp({
    onEvent: () => {
      throw bug;
    },
  });
  await expect(poller.wait(scriptedJob([fails("network"), succeeded], { clock }))).resolves.toMatchObject({
    phase: "succeeded",
  });
  expect(new Set(uncaught)).toEqual(new Set([bug]));
  expect(clock.pending()).toBe(0);
});
