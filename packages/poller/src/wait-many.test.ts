import { isJobSourceError } from "./index.ts";
import { createCountingController } from "./fixtures/counting-signal.ts";
import { fails, pending, succeeded, times } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { expect, test } from "vitest";

test("waits for ten thousand jobs, and none that fails, hangs or throws stops another", async () => {
  const { poller, clock, job } = setUp({ random: Math.random });
  const scripts = [
    [{ hangs: "for ever" }],
    [fails("forbidden")],
    [{ throws: new Error("a bug") }],
    [pending],
    [fails("network")],
  ] as const;
  const jobs = Array.from({ length: 10_000 }, (_, index) =>
    job(index % 20 === 0 ? (scripts[(index / 20) % 5] ?? []) : [pending, succeeded], {
      id: `${index}`,
      client: clock,
    }),
  );
  const results = await poller.all(jobs, { timeoutMs: 60_000 });
  expect(results.every(({ job: given }, index) => given === jobs[index])).toBe(true);
  const outcomes = results.map(({ result, error }) => result?.phase ?? (error as { reason: string }).reason);
  expect(outcomes.filter((outcome) => outcome === "succeeded")).toHaveLength(9500);
  expect([0, 20, 40, 60, 80].map((index) => outcomes[index])).toEqual([
    "timeout",
    "refused",
    "gave-up",
    "timeout",
    "gave-up",
  ]);
  expect(Math.max(...jobs.map(({ counts }) => counts.mostAtOnce))).toBe(1);
  expect(clock.elapsed()).toBeLessThanOrEqual(61_000);
  expect(clock.pending()).toBe(0);
});

test("gives results as the jobs end, each with its job", async () => {
  const { poller, job } = setUp();
  const jobs = [3, 1, 2].map((polls) => job([...times(polls, pending), succeeded], { id: `${polls}` }));
  const ids: string[] = [];
  for await (const { job: ended, result, error } of poller.each(jobs)) {
    expect([result?.phase, error]).toEqual(["succeeded", undefined]);
    ids.push(ended.id);
  }
  expect(ids).toEqual(["1", "2", "3"]);
});

test("pulls a job only when there is room: open or not yet taken, no more than the concurrency", async () => {
  const { poller, clock, job } = setUp();
  let pulled = 0;
  const source = function* () {
    for (;;) yield job([succeeded], { id: `${pulled++}` });
  };
  const results = poller.each(source(), { concurrency: 3 });
  await results.next();
  await clock.advance(60_000);
  expect(pulled).toBe(4);
  await results.next();
  await clock.advance(60_000);
  expect(pulled).toBe(5);
  await results.return?.();
  expect(clock.pending()).toBe(0);
});

test("takes jobs from an async source as they come", async () => {
  const { poller, clock, job } = setUp();
  const source = async function* () {
    for (const id of ["1", "2"]) {
      await new Promise<void>((resolve) => void clock.after(7000, resolve));
      yield job([succeeded], { id });
    }
  };
  const results = await poller.all(source());
  expect(results.map(({ job: { id } }) => id)).toEqual(["1", "2"]);
  expect(clock.elapsed()).toBe(14_000);
});

test("tells what the source throws after the results of the jobs that it gave", async () => {
  const { poller, job } = setUp();
  const source = function* () {
    yield job([pending, succeeded]);
    throw new Error("the list ends badly");
  };
  const results = poller.each(source());
  await expect(results.next()).resolves.toMatchObject({ value: { result: { phase: "succeeded" } } });
  await expect(results.next()).rejects.toThrow("the list ends badly");
  await expect(results.next()).resolves.toMatchObject({ done: true });
  await expect(poller.all(source())).rejects.toThrow("Failed to take the next job: the list ends badly.");
});

test("ends every wait and leaves the source when its consumer leaves", async () => {
  const { poller, clock, job } = setUp();
  let hasLeft = false;
  const source = function* () {
    try {
      for (let id = 0; ; id++) yield job([...times(id, pending), succeeded], { id: `${id}` });
    } finally {
      hasLeft = true;
    }
  };
  for await (const { job: ended } of poller.each(source(), { concurrency: 10 })) if (ended.id === "2") break;
  await clock.advance(0);
  expect(hasLeft).toBe(true);
  expect(clock.pending()).toBe(0);
});

test("ends at once when left in the middle of a wait for the next result", async () => {
  const { poller, clock, job } = setUp();
  const waited = job([{ hangs: "until aborted" }]);
  const results = poller.each([waited]);
  const next = results.next();
  await clock.advance(10);
  await results.return?.();
  await expect(next).resolves.toEqual({ done: true, value: undefined });
  expect([clock.pending(), waited.counts.open]).toEqual([0, 0]);
});

test("loses neither a result nor an id when it is aborted", async () => {
  const { poller, clock, job } = setUp();
  const { controller, listeners } = createCountingController();
  const ids = ["a", "b", "c", "d", "stuck"];
  const jobs = ids.map((id) => job(id === "stuck" ? [pending] : [pending, succeeded], { id }));
  clock.after(8000, () => controller.abort("enough"));
  const all = await poller.all(jobs, { signal: controller.signal });
  expect(all.map(({ result, error }) => result?.phase ?? error)).toEqual([...Array(4).fill("succeeded"), "enough"]);
  expect(all.map(({ job: { id } }) => id)).toEqual(ids);
  expect([clock.pending(), listeners()]).toEqual([0, 0]);
});

test("settles also the jobs of an array that it had no room for when it was aborted", async () => {
  const { poller, clock, job } = setUp();
  const controller = new AbortController();
  const jobs = Array.from({ length: 10 }, (_, index) => job([pending], { id: `${index}` }));
  clock.after(1000, () => controller.abort("enough"));
  const all = await poller.all(jobs, { signal: controller.signal, concurrency: 3 });
  expect(all.map(({ job: given, error }) => [given, error])).toEqual(jobs.map((given) => [given, "enough"]));
  expect(jobs.flatMap(({ pollsMs }) => pollsMs)).toHaveLength(3);
});

test("gives each job that was pulled before it throws the signal's own reason, and closes the source", async () => {
  const { poller, clock, job } = setUp();
  const controller = new AbortController();
  let hasClosed = false;
  const source = function* () {
    try {
      for (let id = 0; ; id++) yield job([pending], { id: `${id}` });
    } finally {
      hasClosed = true;
    }
  };
  clock.after(3000, () => controller.abort("enough"));
  const seen: unknown[] = [];
  const each = async (): Promise<void> => {
    for await (const { error } of poller.each(source(), { signal: controller.signal, concurrency: 5 }))
      seen.push(error);
  };
  expect(await rejectionOf(each())).toBe("enough");
  expect(seen).toEqual(Array(5).fill("enough"));
  expect(hasClosed).toBe(true);
  expect(clock.pending()).toBe(0);
});

test("keeps the results before a source that throws, and tells what it threw", async () => {
  const { poller, job } = setUp();
  const refusal = new Error("the fourth create was refused");
  const source = async function* () {
    for (const id of ["e", "f", "g"]) yield job([pending, succeeded], { id });
    throw refusal;
  };
  const error = await rejectionOf(poller.all(source()));
  expect(isJobSourceError(error) && error.results.map((each) => each)).toMatchObject(
    ["e", "f", "g"].map((id) => ({ job: { id }, result: { phase: "succeeded" } })),
  );
  expect(error).toHaveProperty("cause", refusal);
  expect(error).toMatchInlineSnapshot(
    `[JobSourceError: Failed to take the next job: the fourth create was refused. The 3 jobs before it are in \`results\`.]`,
  );
});

test("calls return() of a source that is left while its next job is pending", async () => {
  const { poller, clock, job } = setUp();
  let returned = 0;
  let given = 0;
  const source: AsyncIterableIterator<ReturnType<typeof job>> = {
    [Symbol.asyncIterator]: () => source,
    next: () => (given++ === 0 ? Promise.resolve({ done: false, value: job([succeeded]) }) : new Promise(() => {})),
    return: () => {
      returned++;
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  for await (const { result } of poller.each(source)) {
    expect(result?.phase).toBe("succeeded");
    break;
  }
  expect(returned).toBe(1);
  expect(clock.pending()).toBe(0);
});

test("pulls the 10,001st job when one of the 10,000 before it has its result", async () => {
  const { poller, clock, job } = setUp({ random: () => 0 });
  let pulled = 0;
  const source = function* () {
    for (let id = 0; id < 10_001; id++) {
      pulled++;
      yield job(id === 0 ? [pending, succeeded] : [pending, pending, succeeded], { id: `${id}`, client: clock });
    }
  };
  const all = poller.all(source(), { timeoutMs: 600_000 });
  await new Promise<void>((resolve) => void clock.after(4000, resolve));
  expect(pulled).toBe(10_000);
  expect(await all).toHaveLength(10_001);
});

test("gives a job that cannot be waited for an error of its own", async () => {
  const { poller, job } = setUp();
  const rubbish = [null, undefined, 5, {}, { poll: () => {} }];
  const good = job([succeeded]);
  const source = [...rubbish, good] as (typeof good)[];
  const results = await poller.all(source);
  expect(results.map(({ result }) => result?.phase)).toEqual([...Array(5).fill(undefined), "succeeded"]);
  expect(results.slice(0, 5).every(({ error }) => error instanceof TypeError)).toBe(true);
});

test("resolves with nothing for no jobs", async () => {
  const { poller, clock } = setUp();
  expect(await poller.all([])).toEqual([]);
  expect(clock.pending()).toBe(0);
});

test("waits for a job that is given twice once, and gives it twice", async () => {
  const { poller, job } = setUp();
  const twice = job([pending, succeeded]);
  expect(await poller.all([twice, twice])).toHaveLength(2);
  expect(twice.pollsMs).toHaveLength(2);
});

test("tells updates with their job", async () => {
  const { poller, job } = setUp();
  const seen: string[] = [];
  await poller.all([job([pending, succeeded], { id: "a" }), job([succeeded], { id: "b" })], {
    onUpdate: ({ phase }, { id }) => void seen.push(`${id} ${phase}`),
  });
  expect(seen.sort()).toEqual(["a pending", "a succeeded", "b succeeded"]);
});
