import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { JobState } from "@genwait/lifecycle";
import { expect, test, vi } from "vitest";
import { createCountingController } from "./fixtures/counting-signal.ts";
import {
  failed,
  fails,
  pending,
  type Scripted,
  type ScriptedJob,
  stateOf,
  succeeded,
  times,
} from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

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
  const mismatch = { operation: "getThing", pointer: "/credits", expected: "an object", found: "null" };
  await poller.wait(job([{ ...pending, more: { schemaMismatches: [mismatch] } }, succeeded]));
  expect(events.filter(({ type }) => type === "schema-mismatch")).toMatchObject([mismatch]);
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

test("never shares a poll between two clients: each is served by its own key only", async () => {
  for (const order of ["owner first", "stranger first"]) {
    const { poller, job } = setUp();
    const mine = job([pending, pending, succeeded], { client: { key: "key-ann" }, rateLimitGroup: "service" });
    const theirs = job([fails("forbidden")], { client: { key: "key-bob" }, rateLimitGroup: "service" });
    const jobs = order === "owner first" ? [mine, theirs] : [theirs, mine];
    await poller.all(jobs).then((results) => {
      for (const { job: given, result, error } of results) {
        if (given === mine) expect(result?.phase).toBe("succeeded");
        else expect(error).toMatchObject({ reason: "refused", job: theirs });
      }
    });
    expect([mine.pollsMs.length, theirs.pollsMs.length]).toEqual([3, 1]);
  }
});

const images = (count: number): JobState["items"] =>
  Array.from({ length: count }, () => ({ phase: "succeeded", status: "done", body: {} }));

const listing = (count: number, expected = 0): JobState => ({
  phase: count >= expected ? "succeeded" : "pending",
  body: {},
  items: images(count) ?? [],
});

const twoThenFour = (attempt: number): Scripted => {
  const count = attempt < 3 ? 2 : 4;
  return { state: listing(count), more: { stateFor: (expected) => listing(count, expected) } };
};

test("serves each of two waits by what its own job knows, and gives it its own job back", async () => {
  const { poller, clock, job } = setUp();
  const client = {};
  const bare = job(twoThenFour, { client });
  const created = job(() => ({ fails: new Error("only one of them is polled") }), { client, expectedItems: 4 });
  const told: unknown[] = [];
  const [first, second] = await Promise.all([
    poller.wait(bare, { onUpdate: (_, given) => void told.push(given === bare) }),
    rejectionOf(poller.wait(created, { timeoutMs: 12_000, onUpdate: (_, given) => void told.push(given === created) })),
  ]);
  expect(first.items).toHaveLength(2);
  // The first wait has ended, and its job with it: the other one's is polled from then on.
  expect(second).toMatchObject({ reason: "timeout", job: created, lastError: {}, lastState: { items: [{}, {}] } });
  expect(told).toEqual([true, true]);
  expect(clock.pending()).toBe(0);
});

test("gives a created job that joins a bare one its time for a 404", async () => {
  const { poller, clock, job } = setUp();
  const client = {};
  const bare = job([fails("not-found"), fails("not-found"), succeeded], { client });
  const created = job([fails("not-found"), succeeded], { client, createdAtMs: clock.now() });
  const first = rejectionOf(poller.wait(bare));
  const second = poller.wait(created);
  expect(await first).toMatchObject({ reason: "refused", job: bare });
  await expect(second).resolves.toMatchObject({ phase: "succeeded" });
});

test("shortens the sleep under way for one who joins with a shorter interval, counted from the last poll", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const shared = job((_, elapsedMs) => (elapsedMs > 1000 ? succeeded : pending));
  const slow = poller.wait(shared, { intervalMs: 30_000, timeoutMs: 60_000 });
  await clock.advance(300);
  const quick = poller.wait(shared, { intervalMs: 400, timeoutMs: 8000 });
  await clock.advance(2000);
  await Promise.all([slow, quick]);
  expect(shared.pollsMs).toEqual([0, 400, 800, 1200]);
});

const pollsFor = async (joiners: number): Promise<number> => {
  const { poller, clock, job } = setUp();
  const shared = job([pending]);
  const waits = Array.from({ length: joiners }, async (_, index) => {
    await new Promise<void>((resolve) => void clock.after(index * 700, resolve));
    return rejectionOf(poller.wait(shared, { intervalMs: 5000 + index * 1000, timeoutMs: 60_000 - index * 700 }));
  });
  await Promise.all(waits);
  return shared.pollsMs.length;
};

test("polls for sixty joiners no more often than for one with the shortest interval", async () => {
  expect(await pollsFor(60)).toBe(await pollsFor(1));
});

test("shares final polls between the waits of a page that polls for three seconds each", async () => {
  const { poller, clock, job } = setUp();
  const shared = job([pending]);
  const viewers = Array.from({ length: 60 }, async (_, index) => {
    await new Promise<void>((resolve) => void clock.after(index * 100, resolve));
    return rejectionOf(poller.wait(shared, { timeoutMs: 3000 }));
  });
  const errors = await Promise.all(viewers);
  expect(errors).toMatchObject(Array.from({ length: 60 }, () => ({ reason: "timeout", elapsedMs: 3000 })));
  expect(shared.pollsMs.length).toBeLessThanOrEqual(5);
});

test("opens ten thousand waits for one job, and settles them with one poll", async () => {
  const { poller, job } = setUp();
  const shared = job([pending, succeeded]);
  const waits = Array.from({ length: 10_000 }, (_, index) => poller.wait(shared, { timeoutMs: 20_000 + index }));
  expect(new Set(await Promise.all(waits)).size).toBe(1);
  expect(shared.pollsMs).toHaveLength(2);
});

test("compares a state once for all who were told the one before", async () => {
  const { poller, job } = setUp();
  let texts = 0;
  const bodyOf = (n: number): unknown => ({ n, toJSON: () => (texts++, n) });
  const shared = job([stateOf("pending", bodyOf(1)), stateOf("pending", bodyOf(1)), stateOf("succeeded", bodyOf(2))]);
  const onUpdate = vi.fn();
  await Promise.all(Array.from({ length: 300 }, () => poller.wait(shared, { onUpdate })));
  expect(onUpdate).toHaveBeenCalledTimes(600);
  expect(texts).toBeLessThanOrEqual(4);
});

test("tells one wait of each of its polls, the failed ones included", async () => {
  const { poller, job } = setUp();
  const waited = job([
    { ...pending, takesMs: 40, more: { requestId: "req-1" } },
    fails("unavailable", { requestId: "req-2" }),
    succeeded,
  ]);
  const reports: unknown[] = [];
  await poller.wait(waited, { onPoll: (report, given) => void reports.push([report, given === waited]) });
  expect(reports).toMatchObject([
    [{ attempt: 1, durationMs: 40, requestId: "req-1", state: { phase: "pending" } }, true],
    [{ attempt: 2, durationMs: 0, requestId: "req-2", error: { kind: "unavailable" } }, true],
    [{ attempt: 3, durationMs: 0, requestId: undefined, state: { phase: "succeeded" } }, true],
  ]);
});

test.each(["onUpdate", "onPoll"] as const)(
  "ends a wait with what an async %s rejects with, and no other",
  async (name) => {
    const { poller, clock, job } = setUp();
    const shared = job([pending, pending, succeeded]);
    const error = new Error("the database is down");
    const broken = rejectionOf(poller.wait(shared, { [name]: async () => Promise.reject(error) }));
    const other = poller.wait(shared);
    expect(await broken).toBe(error);
    await expect(other).resolves.toMatchObject({ phase: "succeeded" });
    expect(clock.pending()).toBe(0);
  },
);

test("reports what an async callback rejects with after its wait has ended", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const { poller, job } = setUp();
  const error = new Error("too late");
  await expect(poller.wait(job([succeeded]), { onUpdate: () => Promise.reject(error) })).resolves.toMatchObject({
    phase: "succeeded",
  });
  await new Promise(setImmediate);
  expect(warn.mock.calls.map(([warning]) => (warning as Error).cause)).toEqual([error]);
});

test("leaves no rejection when a callback aborts its own wait and throws the reason", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  const { poller, job } = setUp();
  const controller = new AbortController();
  const reason = new Error("enough");
  const onUpdate = (): void => {
    controller.abort(reason);
    controller.signal.throwIfAborted();
  };
  expect(await rejectionOf(poller.wait(job([pending]), { signal: controller.signal, onUpdate }))).toBe(reason);
  expect(warn).not.toHaveBeenCalled();
});

test.each([
  ["undefined", () => undefined],
  ["nothing, in time", async () => ({})],
  ["null", async () => null],
  ["a text", async () => "succeeded"],
  ["a state without a phase", async () => ({ state: { phase: 5 } })],
  [
    "an exception",
    () => {
      throw new Error("a bug");
    },
  ],
  ["a promise that never settles", () => new Promise(() => {})],
])("fails the poll alone of a job whose poll() gives %s", async (_, poll) => {
  const { poller, clock, job } = setUp();
  const client = {};
  const healthy = rejectionOf(poller.wait(job([pending], { client }), { timeoutMs: 15_000 }));
  const rubbish = { ...job([], { client, id: "rubbish", createdAtMs: clock.now() }), poll } as unknown as ScriptedJob;
  const error = await rejectionOf(poller.wait(rubbish, { timeoutMs: 15_000 }));
  expect(error).toMatchObject({ reason: "timeout", elapsedMs: 15_000, lastState: undefined });
  expect(error).not.toHaveProperty("responseCounts.pending");
  expect(await healthy).toMatchObject({ reason: "timeout", elapsedMs: 15_000, responseCounts: { pending: 4 } });
  expect(clock.pending()).toBe(0);
});

test("polls now when it is told to, at most once a second for each job", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const client = {};
  const sleeping = job((_, elapsedMs) => (elapsedMs >= 20_000 ? succeeded : pending), { client });
  const other = job([pending], { client, id: "job-2" });
  const wait = poller.wait(sleeping, { intervalMs: 60_000 });
  const rest = rejectionOf(poller.wait(other, { intervalMs: 60_000, timeoutMs: 50_000 }));
  await clock.advance(10_000);
  for (let hint = 0; hint < 100; hint++) {
    poller.wake(sleeping);
    poller.wake(sleeping.identity);
    await clock.advance(25);
  }
  expect(sleeping.pollsMs).toEqual([0, 10_000, 11_000, 12_000]);
  await clock.advance(7500);
  poller.wake({ client: {}, identity: sleeping.identity });
  poller.wake("things/thing/of nobody");
  poller.wake(null as unknown as string);
  await clock.advance(1);
  expect(sleeping.pollsMs).toHaveLength(5);
  poller.wake(sleeping);
  await clock.advance(1000);
  await expect(wait).resolves.toMatchObject({ phase: "succeeded" });
  poller.wake(sleeping);
  await clock.advance(60_000);
  await rest;
  expect(other.pollsMs.length).toBeLessThanOrEqual(2);
  expect(clock.pending()).toBe(0);
});

test("polls once more for a hint that comes while a poll is under way", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const waited = job([{ ...pending, takesMs: 300 }, succeeded]);
  const wait = poller.wait(waited, { intervalMs: 60_000 });
  await clock.advance(100);
  poller.wake(waited);
  await clock.advance(2000);
  await wait;
  expect(waited.pollsMs).toEqual([0, 1000]);
});

test("stops the waits of one object, and leaves those of another for the same job alone", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  const [stopped, other] = [job([pending]), job([pending, succeeded])];
  const waits = [stopped, stopped].map((each) => rejectionOf(poller.wait(each)));
  const goesOn = poller.wait(other);
  await clock.advance(1000);
  const reason = new Error("not wanted any more");
  poller.stop(job([pending], { id: "of nobody" }), reason);
  poller.stop(stopped, reason);
  poller.stop(stopped, new Error("a second time"));
  expect(await Promise.all(waits)).toEqual([reason, reason]);
  await clock.advance(10_000);
  await expect(goesOn).resolves.toMatchObject({ phase: "succeeded" });
  const alone = rejectionOf(poller.wait(stopped));
  poller.stop(stopped);
  expect(await alone).toMatchObject({ name: "AbortError" });
  expect(clock.pending()).toBe(0);
});

test("asks the service to stop a job, and sees how it ended at once", async () => {
  const { poller, clock, job } = setUp({}, { auto: false });
  let isCancelled = false;
  const waited = job(() => (isCancelled ? failed : pending), {
    cancel: async () => {
      isCancelled = true;
    },
  });
  const wait = poller.wait(waited, { intervalMs: 60_000 });
  await clock.advance(10_000);
  await poller.cancel(waited);
  await clock.advance(1);
  await expect(wait).resolves.toMatchObject({ phase: "failed" });
  await expect(poller.cancel(job([pending], { id: "no way" }))).rejects.toThrow("declares no way to cancel it");
});

test("stops the job with its last wait when that is aborted with cancelOnAbort, and tells if that fails", async () => {
  const { poller, clock, events, job } = setUp();
  const cancel = vi.fn(() => Promise.reject(new Error("too late")));
  const shared = job([pending], { cancel });
  const [one, two] = [new AbortController(), new AbortController()];
  clock.after(1000, () => one.abort("one"));
  clock.after(2000, () => two.abort("two"));
  await Promise.all([one, two].map(({ signal }) => rejectionOf(poller.wait(shared, { signal, cancelOnAbort: true }))));
  expect(shared.counts.cancelled).toBe(1);
  await clock.advance(1);
  expect(events.filter(({ type }) => type === "cancel")).toMatchObject([
    { id: "job-1", error: { message: "too late" } },
  ]);
  const left = job([pending], { id: "left", cancel: async () => {} });
  for await (const { phase } of poller.watch(left, { cancelOnAbort: true })) if (phase === "pending") break;
  expect(left.counts.cancelled).toBe(1);
  await rejectionOf(poller.wait(left, { timeoutMs: 1000, cancelOnAbort: true }));
  expect(left.counts.cancelled).toBe(1);
});

test("holds the deadline of a wait that begins inside an event", async () => {
  let inner: Promise<unknown> | undefined;
  const { poller, clock, job } = setUp({
    onEvent: ({ type }) => {
      if (type === "rate-limited")
        inner ??= rejectionOf(poller.wait(waited, { timeoutMs: 300 })).then(() => clock.elapsed());
    },
  });
  const low = { ...pending, more: { lowLimit: { remaining: 5, windowMs: 60_000, intervalMs: 15_000 } } };
  const waited = job([pending, low]);
  await rejectionOf(poller.wait(waited, { intervalMs: 4000, timeoutMs: 9000 }));
  expect(await inner).toBe(4300);
});

test("keeps nothing for a signal that lives on: 20,000 runs, heap flat", async () => {
  const { poller, events, job } = setUp();
  const { controller, listeners } = createCountingController();
  const { signal } = controller;
  setFlagsFromString("--expose-gc");
  const gc: () => void = runInNewContext("gc");
  const used = async (): Promise<number> => {
    for (let round = 0; round < 3; round++) {
      await new Promise(setImmediate);
      events.length = 0;
      gc();
    }
    return process.memoryUsage().heapUsed;
  };
  const one = async (): Promise<void> => {
    await poller.wait(job([succeeded]), { signal });
    await poller.all([job([succeeded])], { signal });
    for await (const state of poller.watch(job([succeeded]), { signal })) expect(state.phase).toBe("succeeded");
    for await (const { result } of poller.each([job([succeeded])], { signal })) expect(result?.phase).toBe("succeeded");
  };
  const rounds = 5000;
  for (let run = 0; run < 500; run++) await one();
  const before = await used();
  for (let run = 0; run < rounds; run++) await one();
  expect(listeners()).toBe(0);
  expect((await used()) - before).toBeLessThan(100 * rounds * 4);
});
