import { expect, test } from "vitest";
import { fails, type Scripted, succeeded, times } from "./fixtures/scripted-job.ts";
import { setUp } from "./fixtures/setup.ts";

/** A job whose status is told well by each poll, while what the script says becomes of its output. */
const outputJob = (script: readonly Scripted[], job: ReturnType<typeof setUp>["job"]): ReturnType<typeof job> => {
  const polled = job(script);
  return Object.assign(polled, {
    poll: ((poll) => (options) => {
      Object.assign(polled, { known: true });
      return poll(options);
    })(polled.poll),
  } satisfies Pick<typeof polled, "poll">);
};

test.each(["unauthorized", "rate-limited", "unavailable", "forbidden", "not-found", "invalid-request"] as const)(
  "an output that is %s once costs no wait its job, whoever waits",
  async (kind) => {
    const { poller, job } = setUp();
    const waited = outputJob([fails(kind), succeeded], job);
    const { known: _, ...another } = waited;
    const results = await Promise.all([poller.wait(waited), poller.wait({ ...another })]);
    expect(results).toMatchObject([{ phase: "succeeded" }, { phase: "succeeded" }]);
  },
);

test("an output that is refused for good ends the wait, with the job", async () => {
  const { poller, job } = setUp();
  const waited = outputJob(times(9, fails("unauthorized")), job);
  await expect(poller.wait(waited)).rejects.toMatchObject({ reason: "refused", attempts: 3, job: { id: waited.id } });
});
