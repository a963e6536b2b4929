import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Member } from "./fixtures/fleet.ts";
import { httpTransport, HttpService } from "./fixtures/http-service.ts";
import { taskClient } from "./fixtures/service.ts";
import { describePostgres } from "./fixtures/test-store.ts";
import { createWaits, type Waits } from "./waits.ts";

const timeout = { timeout: 60_000, interval: 50 };

describePostgres("processes that are killed", (database) => {
  let service = new HttpService();
  let origin = "";
  let schema = "";
  let waits: Waits | undefined;
  const members: Member[] = [];

  beforeEach(async () => {
    service = new HttpService({ pollTakesMs: 20 });
    origin = await service.listen();
    schema = database().nextSchema();
  });

  afterEach(async () => {
    for (const member of members) member.kill("SIGKILL");
    await Promise.all(members.splice(0).map((member) => member.exited()));
    await waits?.close();
    waits = undefined;
    await service.close();
  });

  const store = (): string => database().url ?? "";

  const join = async (more: { requestsPerSecond?: number; intervalMs?: number } = {}): Promise<Member> => {
    const member = await Member.start({ store: store(), schema, service: origin, ...more });
    members.push(member);
    return member;
  };

  const open = async (): Promise<Waits> => {
    waits = await createWaits({
      store: store(),
      schema,
      webhooks: { secret: "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cw==", allow: [origin] },
    });
    return waits;
  };

  const results = async (): Promise<string[]> => {
    const found = [];
    for await (const { jobId } of waits?.results() ?? []) found.push(jobId);
    return found.toSorted();
  };

  it("lose no wait, record no result twice, overlap in no poll, and are replaced within 13 seconds", async () => {
    const opened = await open();
    const client = taskClient(httpTransport(origin));
    const ids = Array.from({ length: 150 }, (_, n) => `job-${n}`).toSorted();
    for (const id of ids) service.job(id, Infinity);
    await Promise.all(ids.map((id) => opened.add(client.task(id), { webhook: `${origin}/hook` })));
    const [first, second, third] = await Promise.all([join(), join(), join()]);
    await Promise.all([first, second, third].map((member) => member.order({ do: "work" })));
    await vi.waitFor(() => expect([...service.jobs.values()].every(({ polls }) => polls > 1)).toBe(true), timeout);
    // One dies, one is stopped like a machine that is suspended, one is well.
    first.kill("SIGKILL");
    second.kill("SIGSTOP");
    const killedAtMs = performance.now();
    const lastPolls = new Map([...service.jobs].map(([id, { polls }]) => [id, polls]));
    await vi.waitFor(
      () => expect([...service.jobs].every(([id, { polls }]) => polls > (lastPolls.get(id) ?? 0))).toBe(true),
      timeout,
    );
    expect(performance.now() - killedAtMs).toBeLessThan(13_000);
    second.kill("SIGCONT");
    for (const job of service.jobs.values()) job.pendingPolls = 0;
    await vi.waitFor(async () => expect((await results()).length).toBe(ids.length), timeout);
    expect(await results()).toEqual(ids);
    expect(Math.max(...[...service.jobs.values()].map(({ mostAtOnce }) => mostAtOnce))).toBe(1);
    await vi.waitFor(() => expect(new Set(service.webhooks).size).toBe(ids.length), timeout);
  });

  it("that end by SIGTERM are replaced within a second", async () => {
    const opened = await open();
    const client = taskClient(httpTransport(origin));
    const ids = Array.from({ length: 100 }, (_, n) => `job-${n}`);
    for (const id of ids) service.job(id, Infinity);
    await Promise.all(ids.map((id) => opened.add(client.task(id))));
    const [first, second] = await Promise.all([join({ intervalMs: 100 }), join({ intervalMs: 100 })]);
    await Promise.all([first, second].map((member) => member.order({ do: "work" })));
    await vi.waitFor(() => expect([...service.jobs.values()].every(({ polls }) => polls > 1)).toBe(true), timeout);
    first.kill("SIGTERM");
    await first.exited();
    const endedAtMs = performance.now();
    const lastPolls = new Map([...service.jobs].map(([id, { polls }]) => [id, polls]));
    await vi.waitFor(
      () => expect([...service.jobs].every(([id, { polls }]) => polls > (lastPolls.get(id) ?? 0))).toBe(true),
      timeout,
    );
    // Generous beside the usual half a second: how busy a machine is must decide nothing.
    expect(performance.now() - endedAtMs).toBeLessThan(5_000);
  });

  it("in the middle of a create leave an intent, and nobody sends it again", async () => {
    const opened = await open();
    service.hangsOnCreate = true;
    const member = await join();
    const starting = member
      .order({ do: "start", input: { prompt: "a" }, key: "order-1" })
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(service.creates).toHaveLength(1), timeout);
    member.kill("SIGKILL");
    await starting;
    service.hangsOnCreate = false;
    expect(await opened.intents()).toMatchObject([{ state: "in-flight", key: "order-1" }]);
    const client = taskClient(httpTransport(origin));
    const again = opened.start(client, "startTask", { prompt: "a" }, { key: "order-1" });
    await expect(again).rejects.toMatchObject({ reason: "create-in-flight" });
    await database().pool.query(`UPDATE ${schema}.intent SET sent_at = sent_at - interval '3 minutes'`);
    expect(await opened.intents()).toMatchObject([{ state: "unknown" }]);
    await expect(opened.start(client, "startTask", { prompt: "a" }, { key: "order-1" })).rejects.toMatchObject({
      reason: "create-unknown",
    });
    expect(service.creates).toHaveLength(1);
  });

  it("keep the rate of the fleet, with one killed and one joining", async () => {
    const opened = await open();
    const rate = 40;
    const client = taskClient(httpTransport(origin));
    const ids = Array.from({ length: 200 }, (_, n) => `job-${n}`);
    for (const id of ids) service.job(id, Infinity);
    await Promise.all(ids.map((id) => opened.add(client.task(id))));
    const [first, second] = await Promise.all([join({ requestsPerSecond: rate }), join({ requestsPerSecond: rate })]);
    await Promise.all([first, second].map((member) => member.order({ do: "work" })));
    await vi.waitFor(() => expect(service.pollsAtMs.length).toBeGreaterThan(rate * 2), timeout);
    first.kill("SIGKILL");
    const third = await join({ requestsPerSecond: rate });
    await third.order({ do: "work" });
    const seen = service.pollsAtMs.length;
    await vi.waitFor(() => expect(service.pollsAtMs.length).toBeGreaterThan(seen + rate * 2), timeout);
    const times = service.pollsAtMs;
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
    expect(most).toBeLessThanOrEqual(rate + 2);
  });
});
