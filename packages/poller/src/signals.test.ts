import { expect, test } from "vitest";
import { createCountingController } from "./fixtures/counting-signal.ts";
import { pending, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

const oneTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test.each([
  ["in a sleep", pending],
  ["in a request", { hangs: "until aborted" }],
  ["in a request that does not mind", { hangs: "for ever" }],
] as const)("settles within one turn when aborted %s, with the signal's own reason", async (_, response) => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const { controller, listeners } = createCountingController();
  const reason = { tell: "anything at all" };
  const waited = job([response]);
  let settled: unknown;
  poller.wait(waited, { signal: controller.signal }).catch((error: unknown) => (settled = error));
  await clock.advance(1000);
  controller.abort(reason);
  await oneTurn();
  expect(settled).toBe(reason);
  expect([clock.pending(), listeners(), waited.counts.open]).toEqual([0, 0, 0]);
});

test("sends no request for a signal that is already aborted", async () => {
  const { poller, clock, job } = setUp();
  const never = job([succeeded]);
  const reason = new Error("too late");
  const options = { signal: AbortSignal.abort(reason) };
  expect(await rejectionOf(poller.wait(never, options))).toBe(reason);
  expect(await rejectionOf(poller.all([never], options))).toBe(reason);
  expect(await rejectionOf(poller.each([never], options).next())).toBe(reason);
  expect(await rejectionOf(poller.watch(never, options).next())).toBe(reason);
  expect(never.pollsMs).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test("listens once to a signal that many share, and no longer than they wait", async () => {
  const { poller, job } = setUp();
  const { controller, listeners } = createCountingController();
  const waits = Array.from({ length: 50 }, (_, index) =>
    poller.wait(job([pending, succeeded], { id: `${index}` }), { signal: controller.signal }),
  );
  expect(listeners()).toBe(1);
  await Promise.all(waits);
  expect(listeners()).toBe(0);
  await poller.all([job([pending, succeeded])], { signal: controller.signal });
  await poller.wait(job([pending, succeeded], { id: "other" }), { signal: controller.signal });
  expect(listeners()).toBe(0);
});

test("aborts all that share a signal, and nobody else", async () => {
  const { poller, clock, job } = setUp();
  const controller = new AbortController();
  const jobs = Array.from({ length: 1000 }, (_, index) => job([{ ...pending, takesMs: 400 }], { id: `${index}` }));
  const waits = jobs.map((waited) => rejectionOf(poller.wait(waited, { signal: controller.signal })));
  const other = poller.wait(job([pending, pending, succeeded], { id: "other" }));
  clock.after(4000, () => controller.abort("enough"));
  expect(new Set(await Promise.all(waits))).toEqual(new Set(["enough"]));
  expect(jobs.reduce((open, { counts }) => open + counts.open, 0)).toBe(0);
  await expect(other).resolves.toMatchObject({ phase: "succeeded" });
  expect(clock.pending()).toBe(0);
});

test("starts no read for others while all are being aborted", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { maxConcurrent: 1 } });
  const controller = new AbortController();
  const jobs = Array.from({ length: 5 }, (_, index) =>
    job([{ hangs: "until aborted" }], { id: `${index}`, client: clock }),
  );
  const waits = jobs.map((waited) => rejectionOf(poller.wait(waited, { signal: controller.signal })));
  clock.after(1000, () => controller.abort());
  await Promise.all(waits);
  await clock.advance(1000);
  expect(jobs.flatMap(({ pollsMs }) => pollsMs)).toHaveLength(1);
});

test("tells that a wait was aborted", async () => {
  const { poller, clock, events, job } = setUp();
  const controller = new AbortController();
  clock.after(1000, () => controller.abort());
  await rejectionOf(poller.wait(job([pending]), { signal: controller.signal }));
  expect(events.at(-1)).toMatchObject({ type: "settled", outcome: "aborted", attempts: 1, elapsedMs: 1000 });
});
