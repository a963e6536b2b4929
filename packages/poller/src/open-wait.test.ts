import { expect, test } from "vitest";
import { fails, pending, succeeded, times } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

test("shares one loop between two waits for one job, also if they have two objects for it", async () => {
  const { poller, job } = setUp();
  const one = job([...times(3, pending), succeeded]);
  const same = job([fails("invalid-request")]);
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

test("aborts the read in flight only when nobody waits for it any more", async () => {
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

test("goes on at its pace for one who joins while another is at its end", async () => {
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

test("reads again for a wait that begins after an end", async () => {
  const { poller, job } = setUp();
  const again = job([pending, succeeded, succeeded]);
  await poller.wait(again);
  await poller.wait(again);
  expect(again.pollsMs).toHaveLength(3);
});

test("spreads the first reads of a crowd over up to an interval", async () => {
  const draws = [0.1, 0.9, 0.5, 0.3];
  const { poller, clock, job } = setUp({
    random: () => draws[Math.floor(clock.elapsed() + drawn++) % draws.length] ?? 0,
  });
  let drawn = 0;
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
