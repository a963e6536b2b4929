import { expect, test } from "vitest";
import { fails, pending, succeeded } from "./fixtures/scripted-job.ts";
import { rejectionOf, setUp } from "./fixtures/setup.ts";

const unknownUntil = (ms: number) => (_: number, elapsedMs: number) =>
  elapsedMs < ms ? fails("not-found") : succeeded;

test("lets a job that was just created be unknown for its grace, whose end it looks at once more", async () => {
  const { poller, clock, job } = setUp();
  const young = job(unknownUntil(10_000), { createdAtMs: clock.now() });
  await expect(poller.wait(young)).resolves.toMatchObject({ phase: "succeeded" });
  expect(young.pollsMs.at(-1)).toBe(10_000);
});

test("refuses a job that is unknown after its grace", async () => {
  const { poller, clock, job } = setUp();
  const lost = job([fails("not-found")], { createdAtMs: clock.now() });
  expect(await rejectionOf(poller.wait(lost))).toMatchObject({
    reason: "refused",
    elapsedMs: 10_000,
    cause: { kind: "not-found" },
  });
});

test("counts the grace from the creation, apart from the errors that end a wait", async () => {
  const { poller, clock, job } = setUp();
  const older = job([fails("not-found")], { createdAtMs: clock.now() - 8000 });
  expect(await rejectionOf(poller.wait(older))).toMatchObject({ reason: "refused", elapsedMs: 2000 });
  const resumed = job([fails("not-found")], { createdAtMs: clock.now() - 3_600_000 });
  expect(await rejectionOf(poller.wait(resumed))).toMatchObject({ reason: "refused", attempts: 1 });
});

test("gives a bare id a grace only when asked for", async () => {
  const { poller, job } = setUp();
  expect(await rejectionOf(poller.wait(job(unknownUntil(3000))))).toMatchObject({ reason: "refused", attempts: 1 });
  const later = job(unknownUntil(6000));
  await expect(
    poller.wait(later, { notFoundRetryMs: 4000, timeoutMs: 60_000 }).catch((error) => error),
  ).resolves.toMatchObject({ reason: "refused" });
  const clockOfSecond = setUp();
  const soon = clockOfSecond.job(unknownUntil(3000));
  await expect(clockOfSecond.poller.wait(soon, { notFoundRetryMs: 4000 })).resolves.toMatchObject({
    phase: "succeeded",
  });
});

test("keeps the grace of a job whose clock was set back", async () => {
  const { poller, clock, job } = setUp();
  const young = job([fails("not-found")], { createdAtMs: clock.now() });
  clock.setNow(clock.now() - 3_600_000);
  expect(await rejectionOf(poller.wait(young))).toMatchObject({ reason: "refused", elapsedMs: 10_000 });
});

test("takes a job for gone that was known and is no longer, its grace over", async () => {
  const { poller, clock, job } = setUp();
  const gone = job([pending, pending, pending, fails("not-found")], { createdAtMs: clock.now() });
  expect(await rejectionOf(poller.wait(gone))).toMatchObject({
    reason: "refused",
    attempts: 4,
    lastState: { phase: "pending" },
  });
});
