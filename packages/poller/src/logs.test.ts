import type { JobState } from "@genwait/lifecycle";
import { expect, test } from "vitest";
import type { Scripted } from "./fixtures/scripted-job.ts";
import { setUp } from "./fixtures/setup.ts";

const logged = (logs: readonly string[], stage?: string): Scripted => ({
  state: { phase: "pending", body: {}, logs, ...(stage !== undefined && { stage }) },
});
const unlogged: Scripted = { state: { phase: "pending", body: { quiet: true } } };
const ended: Scripted = { state: { phase: "succeeded", body: {}, logs: ["a", "b", "c"] } };

/** Notes the new lines of each update. */
const noted = (): { readonly lines: unknown[]; readonly onUpdate: (state: JobState) => void } => {
  const lines: unknown[] = [];
  return { lines, onUpdate: (state) => lines.push("newLogs" in state ? state.newLogs : state.phase) };
};

test("an update has the lines that are new", async () => {
  const { poller, job } = setUp();
  const { lines, onUpdate } = noted();
  await poller.wait(job([logged([]), logged(["a"]), logged(["a"], "bake"), logged(["a", "b", "c"]), ended]), {
    onUpdate,
  });
  expect(lines).toEqual([[], ["a"], [], ["b", "c"], "succeeded"]);
});

test("each wait is told each line once, one that joins late all of them at first", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const shared = job([logged(["a"]), logged(["a", "b"]), logged(["a", "b", "c"]), ended]);
  const first = noted();
  const late = noted();
  const waits = [poller.wait(shared, { onUpdate: first.onUpdate })];
  await clock.advance(6000);
  waits.push(poller.wait(shared, { onUpdate: late.onUpdate }));
  await clock.advance(20_000);
  await Promise.all(waits);
  expect(first.lines).toEqual([["a"], ["b"], ["c"], "succeeded"]);
  expect(late.lines).toEqual([["a", "b"], ["c"], "succeeded"]);
});

test("a response without logs makes no line new again, and logs that began anew are new", async () => {
  const { poller, job } = setUp();
  const { lines, onUpdate } = noted();
  await poller.wait(job([logged(["a", "b"]), unlogged, logged(["a", "b", "c"]), logged(["z"]), ended]), { onUpdate });
  expect(lines).toEqual([["a", "b"], "pending", ["c"], ["z"], "succeeded"]);
});

test("a stream tells them, too, and what a job of one's own calls logs is left alone", async () => {
  const { poller, job } = setUp();
  const { lines, onUpdate } = noted();
  for await (const state of poller.watch(job([logged(["a"]), logged(["a", "b"]), ended]))) onUpdate(state);
  expect(lines).toEqual([["a"], ["b"], "succeeded"]);
  const odd = Object.assign({ phase: "pending" as const, body: {} }, { logs: "text" });
  const own = {
    ...job([ended]),
    poll: async () => ({ state: own.polls++ === 0 ? odd : { phase: "failed" } }),
    polls: 0,
  };
  const seen: unknown[] = [];
  await poller.wait(own as never, { onUpdate: (state) => seen.push(state) });
  expect(seen[0]).toBe(odd);
});
