import { expect, test } from "vitest";
import { pending, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { createPoller, type PollerOptions, type WaitOptions } from "./index.ts";

const notANumber = [null, "1500", {}, true, Number.NaN, -1];

test.each([
  ["timeoutMs", notANumber],
  ["intervalMs", [...notANumber, 0]],
  ["maxErrors", [...notANumber, 0, 0.5]],
  ["notFoundRetryMs", notANumber],
  ["finalPollMs", notANumber],
  ["pollTimeoutMs", [...notANumber, 0]],
  ["signal", [null, {}, "abort", 5]],
  ["onUpdate", [null, "console.log", {}]],
  ["onPoll", [null, 5]],
  ["known", [null, "yes", 1]],
  ["cancelOnAbort", [null, "yes", 1]],
])("refuses at the door what wait cannot use for %s, and names it", async (name, values) => {
  const { poller, job } = setUp();
  const never = job([succeeded]);
  for (const value of values) {
    const options = { [name]: value } as WaitOptions;
    const error = await rejectionOf(poller.wait(never, options));
    expect(error).toBeInstanceOf(typeof value === "number" ? RangeError : TypeError);
    expect(error).toHaveProperty("message", expect.stringContaining(`Failed to wait: ${name} is `));
    expect(() => poller.watch(never, options)).toThrow(name);
    expect(() => poller.each([never], options)).toThrow(name);
    await expect(poller.all([never], options)).rejects.toThrow(name);
    await expect(poller.run(async () => never, options)).rejects.toThrow(name);
  }
  expect(never.pollsMs).toEqual([]);
});

test.each([...notANumber, 0, "many"])("refuses a concurrency of %j", async (concurrency) => {
  const { poller, job } = setUp();
  const options = { concurrency } as { concurrency: number };
  await expect(poller.all([job([succeeded])], options)).rejects.toThrow("Failed to wait: concurrency is ");
  expect(() => poller.each([], options)).toThrow("concurrency");
});

test.each([null, 5, "fast"])("refuses %j in place of options", async (options) => {
  const { poller, job } = setUp();
  const given = options as unknown as WaitOptions;
  await expect(poller.wait(job([succeeded]), given)).rejects.toThrow("Failed to wait: options is ");
  await expect(poller.all([job([succeeded])], given)).rejects.toThrow("options");
  expect(() => createPoller(options as unknown as PollerOptions)).toThrow("Failed to create a poller: options is ");
});

test.each([
  ["rateLimit", [null, 5, "slow"], (value: unknown) => ({ rateLimit: value })],
  ["requestsPerSecond", [...notANumber, 0], (value: unknown) => ({ rateLimit: { requestsPerSecond: value } })],
  ["maxConcurrent", [...notANumber, 0], (value: unknown) => ({ rateLimit: { maxConcurrent: value } })],
  ["maxPauseMs", notANumber, (value: unknown) => ({ rateLimit: { maxPauseMs: value } })],
  ["clock", [null, {}, 5, { now: () => 0 }], (value: unknown) => ({ clock: value })],
  ["random", [null, 0.5, () => Number.NaN, () => 1, () => -0.1], (value: unknown) => ({ random: value })],
  ["onEvent", [null, {}], (value: unknown) => ({ onEvent: value })],
  ["reserve", [null, 20], (value: unknown) => ({ reserve: value })],
] as const)("refuses what a poller cannot use for %s, and names it", (name, values, optionsOf) => {
  for (const value of values) expect(() => createPoller(optionsOf(value) as PollerOptions)).toThrow(name);
});

test("takes undefined for an option that is not given", async () => {
  const { poller, job } = setUp({ rateLimit: undefined, onEvent: undefined, reserve: undefined });
  const options: Required<{ [name in keyof WaitOptions]: undefined }> = {
    timeoutMs: undefined,
    signal: undefined,
    onUpdate: undefined,
    onPoll: undefined,
    intervalMs: undefined,
    maxErrors: undefined,
    notFoundRetryMs: undefined,
    finalPollMs: undefined,
    pollTimeoutMs: undefined,
    known: undefined,
    cancelOnAbort: undefined,
  };
  await expect(poller.wait(job([pending, succeeded]), options)).resolves.toMatchObject({
    phase: "succeeded",
  });
});

test("goes on with a random that gives what is no number later", async () => {
  let drawn = 0;
  const { poller, job } = setUp({ random: () => (drawn++ === 0 ? 0 : Number.NaN) });
  await expect(poller.wait(job([pending, succeeded]))).resolves.toMatchObject({ phase: "succeeded" });
});

test.each([
  [{}, "poll()"],
  [{ poll: () => {} }, "identity"],
  [{ poll: () => {}, identity: "a" }, "client"],
  [{ poll: () => {}, identity: "a", client: {} }, "rateLimitGroup"],
  [{ poll: () => {}, identity: "a", client: {}, rateLimitGroup: "b" }, "lifecycle.poll"],
  [
    { poll: () => {}, identity: "a", client: {}, rateLimitGroup: "b", lifecycle: { poll: { intervalMs: "5" } } },
    "times",
  ],
])("refuses a job without %j", async (rubbish, missing) => {
  const { poller, job } = setUp();
  const given = rubbish as unknown as ReturnType<typeof job>;
  await expect(poller.wait(given)).rejects.toThrow(`Failed to wait: the job has no ${missing}`);
  await expect(poller.cancel(given)).rejects.toThrow(missing);
  poller.wake(given);
});

test("keeps to the options as they were when the wait began", async () => {
  const { poller, clock, job } = setUp();
  const [one, two] = [new AbortController(), new AbortController()];
  const options = { timeoutMs: 9000, signal: one.signal };
  const first = rejectionOf(poller.wait(job([pending], { id: "a" }), options));
  options.signal = two.signal;
  options.timeoutMs = 20_000;
  const second = rejectionOf(poller.wait(job([pending], { id: "b" }), options));
  clock.after(5000, () => two.abort("two"));
  expect(await second).toBe("two");
  expect(await first).toMatchObject({ reason: "timeout", elapsedMs: 9000 });
  one.abort("one");
});
