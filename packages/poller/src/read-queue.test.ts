import fc from "fast-check";
import { expect, test } from "vitest";
import { pending, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

const mostInAnySecond = (starts: readonly number[]): number =>
  Math.max(0, ...starts.map((from) => starts.filter((ms) => ms >= from && ms < from + 1000).length));

test("lets no second have more reads than the budget, and hardly fewer", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 3000 }),
      async (requestsPerSecond, count, takesMs) => {
        const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond }, random: Math.random });
        const starts: number[] = [];
        const respond = (_: number, elapsedMs: number) => {
          starts.push(elapsedMs);
          return { ...(elapsedMs > 20_000 ? succeeded : pending), takesMs };
        };
        await poller.all(
          Array.from({ length: count }, (_, index) => job(respond, { id: `${index}`, client: clock })),
          { intervalMs: 1000 },
        );
        expect(mostInAnySecond(starts)).toBeLessThanOrEqual(requestsPerSecond);
        if (count > 5 * requestsPerSecond && takesMs === 0) {
          expect(starts.filter((ms) => ms < 10_000).length).toBeGreaterThanOrEqual(9 * requestsPerSecond);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test("holds a budget below one read a second", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 0.1 } });
  const slow = job([pending, pending, succeeded], { client: clock });
  await poller.wait(slow);
  expect(slow.pollsMs).toEqual([0, 10_110, 20_220]);
});

test("is fair within the budget: none starves, and all are read about as often", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 10 } });
  const jobs = Array.from({ length: 100 }, (_, index) => job([pending], { id: `${index}`, client: clock }));
  await poller.all(jobs, { timeoutMs: 120_000, finalPollMs: 0 });
  const reads = jobs.map(({ pollsMs }) => pollsMs.length);
  expect(Math.max(...reads) - Math.min(...reads)).toBeLessThanOrEqual(1);
});

test("shares the budget among the jobs of a client, and not with another's", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 1 } });
  const jobs = ["a", "b"].map((id) => job([succeeded], { id, client: clock }));
  const stranger = job([succeeded], { id: "c" });
  await poller.all([...jobs, stranger]);
  expect(jobs.map(({ pollsMs }) => pollsMs[0])).toEqual([0, 1011]);
  expect(stranger.pollsMs).toEqual([0]);
});

test("keeps to the reads that may be under way at once", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { maxConcurrent: 7 } });
  let open = 0;
  let most = 0;
  const jobs = Array.from({ length: 100 }, (_, index) => {
    const waited = job([pending, succeeded], { id: `${index}`, client: clock });
    const poll: typeof waited.poll = async (options) => {
      most = Math.max(most, ++open);
      await new Promise<void>((resolve) => void clock.after(300, resolve));
      open--;
      return waited.poll(options);
    };
    return { ...waited, poll };
  });
  await poller.all(jobs);
  expect(most).toBe(7);
  expect(clock.pending()).toBe(0);
});

test("gives last looks the first places", async () => {
  const { poller, clock, job } = setUp({ rateLimit: { requestsPerSecond: 10 } });
  const crowd = Array.from({ length: 100 }, (_, index) => job([pending], { id: `${index}`, client: clock }));
  const waits = poller.all(crowd, { timeoutMs: 60_000 });
  const pressed = job([pending], { id: "pressed", client: clock });
  expect(await rejectionOf(poller.wait(pressed, { timeoutMs: 30_000 }))).toMatchObject({ reason: "timeout" });
  expect(pressed.pollsMs.at(-1)).toBeGreaterThan(29_700);
  await waits;
});
