import { createCountingController } from "./fixtures/counting-signal.ts";
import { failed, fails, pending, stateOf, succeeded, times } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { expect, test, vi } from "vitest";

test("polls at the declared interval and resolves with the end that was served", async () => {
  const { poller, clock, job } = setUp();
  const slow = job([...times(3, pending), succeeded]);
  await expect(poller.wait(slow)).resolves.toBe("state" in succeeded && succeeded.state);
  expect(slow.pollsMs).toEqual([0, 5000, 10_000, 15_000]);
  expect(clock.pending()).toBe(0);
});

test("resolves for a job that failed: that is data", async () => {
  const { poller, job } = setUp();
  await expect(poller.wait(job([failed]))).resolves.toMatchObject({
    phase: "failed",
    failure: { message: "No luck." },
  });
});

test("measures the interval from start to start, and leaves a slow service alone for half of it", async () => {
  const { poller, job } = setUp();
  const slow = job([{ ...pending, takesMs: 2000 }, { ...pending, takesMs: 9000 }, succeeded]);
  await poller.wait(slow);
  expect(slow.pollsMs).toEqual([0, 5000, 5000 + 9000 + 2500]);
});

test("takes the interval from the caller before the declaration's, and the shortest of all who wait", async () => {
  const { poller, job } = setUp();
  const shared = job([...times(3, pending), succeeded]);
  await Promise.all([poller.wait(shared, { intervalMs: 8000 }), poller.wait(shared, { intervalMs: 1000 })]);
  expect(shared.pollsMs).toEqual([0, 1000, 2000, 3000]);
});

test("waits before the first poll of a job as long as its declaration says, from its creation on", async () => {
  const { poller, clock, job } = setUp();
  const young = job([succeeded], { poll: { initialDelayMs: 4000 }, createdAtMs: clock.now() - 1000 });
  const old = job([succeeded], { id: "old", poll: { initialDelayMs: 4000 }, createdAtMs: clock.now() - 60_000 });
  const bare = job([succeeded], { id: "bare", poll: { initialDelayMs: 4000 } });
  const fromTheFuture = job([succeeded], {
    id: "future",
    poll: { initialDelayMs: 4000 },
    createdAtMs: clock.now() + 3_600_000,
  });
  await poller.all([young, old, bare, fromTheFuture], { intervalMs: 1000 });
  expect([young, old, bare, fromTheFuture].map(({ pollsMs }) => Math.round((pollsMs[0] ?? 0) / 10) * 10)).toEqual([
    3000, 0, 0, 4000,
  ]);
});

test("polls an unknown status at the usual interval, as pending, and reports it once", async () => {
  const { poller, events, job } = setUp();
  const odd = { state: { phase: "pending", body: {}, unknownStatus: "dreaming" } } as const;
  const group = {};
  const first = job([odd, odd, odd, succeeded], { client: group });
  await poller.all([first, job([odd, succeeded], { id: "job-2", client: group })]);
  expect(first.pollsMs).toEqual([0, 5000, 10_000, 15_000]);
  const reports = events.filter(({ type }) => type === "schema-mismatch");
  expect(reports).toEqual([
    {
      type: "schema-mismatch",
      api: "things",
      name: "thing",
      id: "job-1",
      operation: "thing",
      pointer: "",
      expected: "a declared status",
      found: "dreaming",
    },
  ]);
});

test("passes on where an answer left its schema without harm", async () => {
  const { poller, events, job } = setUp();
  const departure = { operation: "getThing", pointer: "/credits", expected: "an object", found: "null" };
  await poller.wait(job([{ ...pending, more: { schemaMismatches: [departure] } }, succeeded]));
  expect(events.filter(({ type }) => type === "schema-mismatch")).toMatchObject([departure]);
});

test("accepts an end that answers the very final poll", async () => {
  const { poller, job } = setUp();
  const late = job((_, elapsedMs) => ({ ...(elapsedMs > 19_000 ? succeeded : pending), takesMs: 100 }));
  await expect(poller.wait(late, { timeoutMs: 20_000 })).resolves.toMatchObject({ phase: "succeeded" });
});

test("tells of polls and changes of phase", async () => {
  const { poller, events, job } = setUp();
  const states = [
    { state: { phase: "pending", body: 1, stage: "queued" } },
    { state: { phase: "pending", body: 2, stage: "queued" } },
    { state: { phase: "pending", body: 3, stage: "drawing", progress: 0.5 } },
  ] as const;
  await poller.wait(job([...states, stateOf("partial")]));
  expect(events.map(({ api: _api, name: _name, id: _id, ...event }) => event)).toEqual([
    { type: "poll", attempt: 1, durationMs: 0, phase: "pending" },
    { type: "phase", phase: "pending", stage: "queued" },
    { type: "poll", attempt: 2, durationMs: 0, phase: "pending" },
    { type: "poll", attempt: 3, durationMs: 0, phase: "pending" },
    { type: "phase", phase: "pending", stage: "drawing", progress: 0.5 },
    { type: "poll", attempt: 4, durationMs: 0, phase: "partial" },
    { type: "phase", phase: "partial" },
    { type: "settled", outcome: "partial", attempts: 4, elapsedMs: 15_000 },
  ]);
});

test("shares one loop between two waits for one job, also if they have two objects for it", async () => {
  const { poller, job } = setUp();
  const client = {};
  const one = job([...times(3, pending), succeeded], { client });
  const same = job([fails("invalid-request")], { client });
  const ends = await Promise.all([poller.wait(one), poller.wait(same), poller.wait(one)]);
  expect(new Set(ends).size).toBe(1);
  expect(one.pollsMs).toHaveLength(4);
  expect(one.counts.mostAtOnce).toBe(1);
  expect(same.pollsMs).toEqual([]);
});

test("keeps the deadline of each, and polls while one remains", async () => {
  const { poller, clock, job } = setUp();
  const shared = job([...times(9, pending), succeeded]);
  const short = rejectionOf(poller.wait(shared, { timeoutMs: 12_000 }));
  const long = poller.wait(shared);
  expect(await short).toMatchObject({ reason: "timeout", elapsedMs: 12_000 });
  await expect(long).resolves.toMatchObject({ phase: "succeeded" });
  expect(clock.pending()).toBe(0);
});

test("aborts the poll in flight only when nobody waits for it any more", async () => {
  const { poller, clock, job } = setUp();
  const shared = job([{ ...succeeded, takesMs: 3000 }]);
  const [one, two] = [new AbortController(), new AbortController()];
  clock.after(1000, () => one.abort("one"));
  const first = rejectionOf(poller.wait(shared, { signal: one.signal }));
  const second = poller.wait(shared, { signal: two.signal });
  expect(await first).toBe("one");
  expect(shared.counts).toMatchObject({ open: 1, aborted: 0 });
  await expect(second).resolves.toMatchObject({ phase: "succeeded" });
  expect(shared.counts).toMatchObject({ open: 0, aborted: 0 });
});

test("judges an error for each by its own options", async () => {
  const { poller, job } = setUp();
  const shared = job([fails("not-found"), fails("network"), succeeded]);
  const bare = rejectionOf(poller.wait(shared));
  const graced = poller.wait(shared, { notFoundRetryMs: 5000 });
  const impatient = rejectionOf(poller.wait(shared, { notFoundRetryMs: 5000, maxErrors: 1 }));
  expect(await bare).toMatchObject({ reason: "refused" });
  expect(await impatient).toMatchObject({ reason: "gave-up" });
  await expect(graced).resolves.toMatchObject({ phase: "succeeded" });
});

test("lets one who joins an outage have its own count of errors", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const down = job([fails("network"), fails("network"), fails("network"), succeeded]);
  const first = rejectionOf(poller.wait(down));
  await clock.advance(1000);
  const second = poller.wait(down);
  await clock.advance(60_000);
  expect(await first).toMatchObject({ reason: "gave-up" });
  await expect(second).resolves.toMatchObject({ phase: "succeeded" });
});

test("goes on at its interval for one who joins while another is at its end", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const shared = job((_, elapsedMs) => (elapsedMs > 30_000 ? succeeded : pending));
  const first = rejectionOf(poller.wait(shared, { timeoutMs: 10_000 }));
  await clock.advance(9900);
  const second = poller.wait(shared);
  await clock.advance(60_000);
  expect(await first).toMatchObject({ reason: "timeout" });
  await expect(second).resolves.toMatchObject({ phase: "succeeded" });
  expect(shared.pollsMs.length).toBeLessThan(10);
});

test("polls again for a wait that begins after an end", async () => {
  const { poller, job } = setUp();
  const again = job([pending, succeeded, succeeded]);
  await poller.wait(again);
  await poller.wait(again);
  expect(again.pollsMs).toHaveLength(3);
});

test("spreads the first polls of a crowd over up to an interval", async () => {
  const draws = [0.1, 0.9, 0.5, 0.3];
  let drawn = 0;
  const { poller, clock, job } = setUp({ random: () => draws[drawn++ % draws.length] ?? 0 });
  const jobs = Array.from({ length: 2000 }, (_, index) => job([succeeded], { id: `${index}`, client: clock }));
  await poller.all(jobs);
  const firsts = jobs.map(({ pollsMs }) => pollsMs[0] ?? 0);
  expect(firsts[0]).toBe(0);
  expect(Math.max(...firsts)).toBeGreaterThan(1500);
  expect(Math.max(...firsts)).toBeLessThan(5000);
});

test("survives a listener that aborts one wait while another is told of an error", async () => {
  const controllers = [new AbortController(), new AbortController(), new AbortController()];
  const { poller, clock, job } = setUp({
    onEvent: ({ type }) => {
      if (type === "settled") for (const controller of controllers) controller.abort("by a listener");
    },
  });
  const refused = job([fails("forbidden")]);
  const errors = await Promise.all(controllers.map(({ signal }) => rejectionOf(poller.wait(refused, { signal }))));
  expect(errors.filter((error) => error === "by a listener")).toHaveLength(2);
  expect(clock.pending()).toBe(0);
});

test("waits again for a listener that begins anew when the last of all waits has timed out", async () => {
  let again: Promise<unknown> | undefined;
  const { poller, clock, job } = setUp({
    onEvent: ({ type }) => {
      if (type === "settled") again ??= poller.wait(waited);
    },
  });
  const waited = job((_, elapsedMs) => (elapsedMs < 3000 ? pending : succeeded));
  expect(await rejectionOf(poller.wait(waited, { timeoutMs: 2000 }))).toMatchObject({ reason: "timeout" });
  await expect(again).resolves.toMatchObject({ phase: "succeeded" });
  expect(clock.pending()).toBe(0);
});

test("tells of every change of state, the end included, and of nothing else", async () => {
  const { poller, job } = setUp();
  const waited = job([
    pending,
    stateOf("pending", { status: "pending" }),
    stateOf("pending", { status: "drawing" }),
    succeeded,
  ]);
  const onUpdate = vi.fn();
  await poller.wait(waited, { onUpdate });
  expect(onUpdate.mock.calls.map(([state]) => state.body.status)).toEqual(["pending", "drawing", "succeeded"]);
  expect(onUpdate.mock.calls.every(([, job]) => job === waited)).toBe(true);
});

test("rejects with what the callback throws, and lets others go on", async () => {
  const { poller, clock, events, job } = setUp();
  const shared = job([pending, pending, succeeded]);
  const bug = new Error("a bug of the caller");
  const broken = poller.wait(shared, {
    onUpdate: () => {
      throw bug;
    },
  });
  const other = poller.wait(shared);
  expect(await rejectionOf(broken)).toBe(bug);
  await expect(other).resolves.toMatchObject({ phase: "succeeded" });
  expect(shared.pollsMs).toHaveLength(3);
  expect(events.find(({ type }) => type === "settled")).toMatchObject({ outcome: "threw" });
  expect(clock.pending()).toBe(0);
});

test("rejects with what the callback throws at the end", async () => {
  const { poller, job } = setUp();
  const onUpdate = vi.fn().mockImplementation(() => {
    throw new Error("too late to be of use");
  });
  await expect(poller.wait(job([succeeded]), { onUpdate })).rejects.toThrow("too late to be of use");
});

test("tells one who joins what is known already", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const shared = job([stateOf("pending", "first"), succeeded]);
  const first = poller.wait(shared);
  await clock.advance(1000);
  const onUpdate = vi.fn();
  const second = poller.wait(shared, { onUpdate });
  await clock.advance(0);
  expect(onUpdate.mock.calls).toMatchObject([[{ body: "first" }, shared]]);
  await clock.advance(4000);
  await Promise.all([first, second]);
  expect(onUpdate).toHaveBeenCalledTimes(2);
});

test("survives a callback that aborts others, or waits for the same job again", async () => {
  const { poller, clock, job } = setUp();
  const shared = job([pending, succeeded, pending, succeeded]);
  const controller = new AbortController();
  let again: Promise<unknown> | undefined;
  const last = rejectionOf(poller.wait(shared, { signal: controller.signal }));
  const first = poller.wait(shared, {
    onUpdate: ({ phase }) => {
      controller.abort("by another");
      if (phase === "succeeded") again = poller.wait(shared);
    },
  });
  expect(await last).toBe("by another");
  await first;
  await expect(again).resolves.toMatchObject({ phase: "succeeded" });
  expect(shared.pollsMs).toHaveLength(4);
  expect(clock.pending()).toBe(0);
});

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
  expect(await poller.all([never], options)).toEqual([{ job: never, error: reason }]);
  const each = poller.each([never], options);
  expect(await each.next()).toEqual({ done: false, value: { job: never, error: reason } });
  expect(await rejectionOf(each.next())).toBe(reason);
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

test("starts no poll for others while all are being aborted", async () => {
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
