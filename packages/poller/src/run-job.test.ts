import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test, vi } from "vitest";
import { createCountingController } from "./fixtures/counting-signal.ts";
import { fails, pending, type ScriptedJob, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

const callError = (kind: string, more: object = {}): Error => {
  const { fails: error } = fails(kind as "network", more) as { readonly fails: Error };
  return error;
};

test("starts a job, tells it at once, and waits for it", async () => {
  const { poller, clock, job } = setUp();
  const order: string[] = [];
  const waited = job([pending, succeeded]);
  const result = await poller.run(
    async ({ signal }) => {
      expect(signal.aborted).toBe(false);
      order.push("start");
      return { job: waited, data: { id: waited.id } };
    },
    { onStart: (started) => void order.push(`started ${started.id}`), onUpdate: ({ phase }) => void order.push(phase) },
  );
  expect(result.phase).toBe("succeeded");
  expect(order).toEqual(["start", "started job-1", "pending", "succeeded"]);
  await expect(poller.run(() => Promise.resolve(job([succeeded], { id: "2" })))).resolves.toMatchObject({
    phase: "succeeded",
  });
  expect(clock.pending()).toBe(0);
});

test("starts each of twenty jobs once where the service allows five creates a second", async () => {
  for (const retryAfterMs of [1000, undefined]) {
    const { poller, clock, job } = setUp({ random: Math.random });
    let second = -1;
    let left = 0;
    const made: string[] = [];
    let refused = 0;
    const start = async (index: number): Promise<{ readonly job: ScriptedJob }> => {
      await new Promise<void>((resolve) => void clock.after(20 + index, resolve));
      const now = Math.floor(clock.elapsed() / 1000);
      if (now !== second) [second, left] = [now, 5];
      if (left-- > 0) {
        made.push(`${index}`);
        return { job: job([succeeded], { id: `${index}`, client: clock }) };
      }
      refused++;
      throw callError("rate-limited", { mayHaveStarted: false, rateLimitGroup: clock, retryAfterMs });
    };
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => poller.run(() => start(index), { timeoutMs: 60_000 })),
    );
    expect(results.every(({ phase }) => phase === "succeeded")).toBe(true);
    expect(made.sort()).toEqual(Array.from({ length: 20 }, (_, index) => `${index}`).sort());
    expect(clock.elapsed()).toBeLessThanOrEqual(retryAfterMs === undefined ? 20_000 : 12_000);
    expect(refused).toBeLessThanOrEqual(20);
    expect(clock.pending()).toBe(0);
  }
});

test.each([
  ["a 429", "rate-limited", { mayHaveStarted: false }],
  ["a 503 with Retry-After", "unavailable", { mayHaveStarted: false, retryAfterMs: 2000 }],
  ["a refused connection", "network", { mayHaveStarted: false }],
] as const)("sends a create again after %s", async (_, kind, more) => {
  const { poller, clock, job } = setUp();
  let calls = 0;
  const started = vi.fn();
  const result = await poller.run(
    async () => {
      if (calls++ < 2) throw callError(kind, more);
      return { job: job([succeeded]) };
    },
    { onStart: started },
  );
  expect(result.phase).toBe("succeeded");
  expect([calls, started.mock.calls.length]).toEqual([3, 1]);
  expect(clock.pending()).toBe(0);
});

test.each([
  ["may have started", callError("network", { mayHaveStarted: true })],
  ["does not say whether it started", callError("rate-limited")],
  ["timed out", callError("call-timeout", { mayHaveStarted: true })],
  ["was refused", callError("forbidden", { mayHaveStarted: false })],
  ["met a 503 without a time", callError("unavailable", { mayHaveStarted: false })],
  ["is a bug", new TypeError("x is not a function")],
])("never sends a create again that %s", async (_, error) => {
  const { poller, clock } = setUp();
  const start = vi.fn(() => Promise.reject(error));
  expect(await rejectionOf(poller.run(start))).toBe(error);
  expect(start).toHaveBeenCalledTimes(1);
  expect(clock.pending()).toBe(0);
});

test("gives up on an address where nobody listens", async () => {
  const { poller, clock } = setUp();
  const error = callError("network", { mayHaveStarted: false });
  const start = vi.fn(() => Promise.reject(error));
  expect(await rejectionOf(poller.run(start))).toBe(error);
  expect(start).toHaveBeenCalledTimes(6);
  expect(clock.elapsed()).toBeLessThan(20_000);
});

test("covers start and wait with one deadline", async () => {
  const { poller, clock, job } = setUp();
  const slow = job([pending]);
  const error = await rejectionOf(
    poller.run(
      async () => {
        await new Promise<void>((resolve) => void clock.after(8000, resolve));
        return { job: slow };
      },
      { timeoutMs: 20_000 },
    ),
  );
  expect(error).toMatchObject({ reason: "timeout", elapsedMs: 12_000 });
  expect(clock.elapsed()).toBe(20_000);
  expect(clock.pending()).toBe(0);
});

test("rejects with the last error of the service when there is no job by the deadline", async () => {
  const { poller, clock } = setUp();
  const error = callError("rate-limited", { mayHaveStarted: false, retryAfterMs: 4000 });
  expect(await rejectionOf(poller.run(() => Promise.reject(error), { timeoutMs: 10_000 }))).toBe(error);
  expect(clock.elapsed()).toBe(10_000);
  expect(clock.pending()).toBe(0);
});

const deaf = (): Promise<ScriptedJob> => new Promise(() => {});

test("aborts a create that hangs at the deadline, and takes what the client says about it", async () => {
  const { poller, clock } = setUp();
  const error = callError("call-timeout", { mayHaveStarted: true });
  const hangs = ({ signal }: { readonly signal: AbortSignal }): Promise<ScriptedJob> =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(error)));
  expect(await rejectionOf(poller.run(hangs, { timeoutMs: 10_000 }))).toBe(error);
  expect(await rejectionOf(poller.run(deaf, { timeoutMs: 10_000 }))).toMatchObject({ name: "TimeoutError" });
  expect(clock.elapsed()).toBeLessThanOrEqual(20_002);
  expect(clock.pending()).toBe(0);
});

test("rejects with the signal's own reason, at once, and leaves nothing", async () => {
  const { poller, clock, job } = setUp();
  for (const start of [
    () => new Promise<ScriptedJob>(() => {}),
    () => Promise.reject(callError("rate-limited", { mayHaveStarted: false })),
    async () => job([pending]),
  ]) {
    const { controller, listeners } = createCountingController();
    clock.after(3000, () => controller.abort("enough"));
    expect(await rejectionOf(poller.run(start, { signal: controller.signal }))).toBe("enough");
    expect([clock.pending(), listeners()]).toEqual([0, 0]);
  }
  const start = vi.fn(async () => job([succeeded]));
  expect(await rejectionOf(poller.run(start, { signal: AbortSignal.abort("before") }))).toBe("before");
  expect(start).not.toHaveBeenCalled();
});

test("tells a job whose create comes back after the run has ended: it is paid", async () => {
  const { poller, clock, job } = setUp();
  const controller = new AbortController();
  const onStart = vi.fn();
  clock.after(1000, () => controller.abort("enough"));
  const late = job([succeeded]);
  const start = async (): Promise<ScriptedJob> => {
    await new Promise<void>((resolve) => void clock.after(5000, resolve));
    return late;
  };
  expect(await rejectionOf(poller.run(start, { signal: controller.signal, onStart }))).toBe("enough");
  await clock.advance(10_000);
  expect(onStart.mock.calls).toEqual([[late]]);
  expect(late.pollsMs).toEqual([]);
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
])("ends with what onStart %s", async (_, onStart) => {
  const { poller, clock, job } = setUp();
  const error = new Error("the database is down");
  expect(await rejectionOf(poller.run(async () => job([pending]), { onStart: () => onStart(error) }))).toBe(error);
  expect(clock.pending()).toBe(0);
});

test("starts in the asynchronous context of its caller, also the second time", async () => {
  const tenants = new AsyncLocalStorage<string>();
  const { poller, job } = setUp();
  const seen: (string | undefined)[] = [];
  const runs = ["ann", "bob"].map((tenant) =>
    tenants.run(tenant, () =>
      poller.run(
        async () => {
          seen.push(tenants.getStore());
          if (seen.length < 3) throw callError("rate-limited", { mayHaveStarted: false, rateLimitGroup: "acme" });
          return job([succeeded], { id: tenant });
        },
        { onStart: () => void seen.push(`started in ${tenants.getStore()}`) },
      ),
    ),
  );
  await Promise.all(runs);
  expect(seen.sort()).toEqual(["ann", "ann", "bob", "bob", "started in ann", "started in bob"]);
});

test.each([undefined, {}, { job: null }, { job: { poll: 1 } }])(
  "rejects when start resolves with %j",
  async (rubbish) => {
    const { poller, clock } = setUp();
    const start = (): Promise<ScriptedJob> => Promise.resolve(rubbish as unknown as ScriptedJob);
    expect(await rejectionOf(poller.run(start))).toBeInstanceOf(TypeError);
    expect(clock.pending()).toBe(0);
  },
);
