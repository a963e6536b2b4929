import { expect, test } from "vitest";
import { succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";
import { createPoller } from "./index.ts";

test.each([0, -1, Number.NaN])("refuses a pace of %d, which lets nothing through", (none) => {
  expect(() => createPoller({ pace: { requestsPerSecond: none } })).toThrow(
    new RangeError(`Failed to wait: requestsPerSecond is ${none}. Give a number above 0.`),
  );
  expect(() => createPoller({ pace: { maxInFlight: none } })).toThrow(RangeError);
});

test.each([0, Number.NaN])(
  "refuses a concurrency of %d, which no job gets through, before any request",
  async (none) => {
    const { poller, clock, job } = setUp();
    const never = job([succeeded]);
    expect(await rejectionOf(poller.all([never], { concurrency: none }))).toEqual(
      new RangeError(`Failed to wait: concurrency is ${none}. Give a number above 0.`),
    );
    expect(never.readsMs).toEqual([]);
    expect(clock.pending()).toBe(0);
  },
);

test("takes zero for an option that can be none", async () => {
  const { poller, job } = setUp();
  const options = { intervalMs: 0, lastLookMs: 0, notFoundGraceMs: 0, concurrency: 1 };
  await expect(poller.all([job([succeeded])], options)).resolves.toMatchObject([{ end: { phase: "succeeded" } }]);
});
