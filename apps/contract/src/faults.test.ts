import { isWaitError } from "@genwait/poller";
import { describe, expect, it } from "vitest";
import { jobs } from "./apis.ts";
import type { ContractJob } from "./contract-api.ts";
import { departuresOf } from "./departures-of-answer.ts";
import { passingFaults } from "./passing-faults.ts";
import { jsonAnswer } from "./raw-answer.ts";
import { samplesOf } from "./samples-of-job.ts";
import { play, scenes } from "./scene.ts";

const minuteMs = 60_000;

/** Where the code is a state by declaration it is no error of the call. */
const isStateByCode = ({ declaration }: ContractJob, status: number): boolean =>
  declaration.state?.rules?.some(({ when }) => when.length === 1 && when[0]?.status === status) === true;

describe.concurrent.each(scenes)("a wait for $title", (scene) => {
  const { samples, job } = scene;
  const { pending, succeeded } = samples;

  it.each(passingFaults)("goes on after $name, before the first good read and after it", async ({ answer }) => {
    const fault = answer(samples);
    await play(scene, { script: [fault, pending, fault, fault, succeeded] }, async ({ poller, waiting, requests }) => {
      const seen: string[] = [];
      const end = await poller.wait(waiting, {
        timeoutMs: 10 * minuteMs,
        onUpdate: ({ phase }) => void seen.push(phase),
      });
      expect(end.phase).toBe("succeeded");
      expect(end.body).toEqual(JSON.parse(succeeded.text));
      expect(seen).toEqual(["pending", "succeeded"]);
      expect(requests).toHaveLength(5);
    });
  });

  it.each(passingFaults)("gives up after three times $name at the beginning", async ({ answer, kind }) => {
    await play(scene, { script: [answer(samples)] }, async ({ poller, waiting, requests }) => {
      const error: unknown = await poller
        .wait(waiting, { timeoutMs: 10 * minuteMs })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "gave-up", attempts: 3, answers: { [kind]: 3 }, cause: { kind } });
      expect(isWaitError(error) && error.job.id).toBe(samples.id);
      expect(requests).toHaveLength(3);
    });
  });

  it("rides out errors until the deadline once a read was good, and says what it saw", async () => {
    const fault = jsonAnswer({}, 503);
    const poller = { random: () => 0.5 };
    await play(scene, { script: [pending, fault], poller }, async ({ poller, waiting, requests, clock }) => {
      const startMs = clock.elapsed();
      const error: unknown = await poller.wait(waiting, { timeoutMs: minuteMs }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ reason: "timeout", lastState: { phase: "pending" }, answers: { pending: 1 } });
      expect(requests.length).toBeGreaterThan(3);
      expect(isWaitError(error) && error.attempts).toBe(requests.length);
      expect(clock.elapsed() - startMs).toBeLessThanOrEqual(minuteMs);
    });
  });

  it("ends after as many errors as maxErrors says", async () => {
    const fault = jsonAnswer({}, 503);
    await play(scene, { script: [pending, fault] }, async ({ poller, waiting, requests }) => {
      await expect(poller.wait(waiting, { timeoutMs: 10 * minuteMs, maxErrors: 2 })).rejects.toMatchObject({
        reason: "gave-up",
      });
      expect(requests).toHaveLength(3);
    });
    await play(scene, { script: [fault, fault, fault, fault, succeeded] }, async ({ poller, waiting }) => {
      const end = await poller.wait(waiting, { timeoutMs: 10 * minuteMs, maxErrors: 5 });
      expect(end.phase).toBe("succeeded");
    });
  });

  it.each(departuresOf(job, succeeded))(
    "takes a good end with null at $pointer, and reports the departure",
    async ({ pointer, answer }) => {
      const departures: string[] = [];
      const onDeparture = (departure: { readonly pointer: string }): void => void departures.push(departure.pointer);
      await play(scene, { script: [pending, answer], client: { onDeparture } }, async ({ poller, waiting }) => {
        const end = await poller.wait(waiting, { timeoutMs: 10 * minuteMs });
        expect(end.phase).toBe("succeeded");
        expect(departures).toContain(pointer);
      });
    },
  );

  const byCode = job.answers.filter(
    ({ means, answer }) => "phase" in means && answer.status > 399 && isStateByCode(job, answer.status),
  );
  it.each(byCode)("takes no empty body for an end where the code tells the state: $name", async ({ answer }) => {
    await play(scene, { script: [{ ...answer, text: "" }, answer] }, async ({ poller, waiting, requests }) => {
      const end = await poller.wait(waiting, { timeoutMs: 10 * minuteMs });
      expect(end).toMatchObject({ phase: "failed", body: answer.body });
      expect(requests).toHaveLength(2);
    });
  });

  it("ends at once on a 404 for a bare id, and gives a new job its grace", async () => {
    const missing = jsonAnswer({}, 404);
    await play(scene, { script: [missing] }, async ({ poller, waiting, requests }) => {
      const wait = poller.wait(waiting, { timeoutMs: minuteMs });
      await expect(wait).rejects.toMatchObject({ reason: "refused", cause: { kind: "not-found" } });
      expect(requests).toHaveLength(1);
    });
    await play(scene, { script: [missing, missing, pending, succeeded] }, async ({ poller, waiting }) => {
      const end = await poller.wait(waiting, { timeoutMs: 10 * minuteMs, notFoundGraceMs: minuteMs });
      expect(end.phase).toBe("succeeded");
    });
    await play(scene, { script: [missing] }, async ({ poller, waiting, requests }) => {
      const wait = poller.wait(waiting, { timeoutMs: 10 * minuteMs, notFoundGraceMs: 8_000 });
      await expect(wait).rejects.toMatchObject({ reason: "refused", cause: { kind: "not-found" } });
      expect(requests.length).toBeGreaterThan(1);
    });
  });

  it.each([400, 401, 402, 403, 405, 409, 422])("ends at once on a %i", async (status) => {
    await play(scene, { script: [jsonAnswer({}, status)] }, async ({ poller, waiting, requests }) => {
      const outcome: unknown = await poller.wait(waiting, { timeoutMs: minuteMs }).catch((reason: unknown) => reason);
      expect(outcome).toMatchObject(
        isStateByCode(job, status) ? { phase: "failed" } : { reason: "refused", cause: { status } },
      );
      expect(requests).toHaveLength(1);
    });
  });
});

describe("departures that cost nothing", () => {
  it("are found in the answers of more than one API", () => {
    const found = jobs.filter(({ job }) => departuresOf(job, samplesOf(job).succeeded).length > 0);
    expect(found.length).toBeGreaterThan(1);
  });
});
