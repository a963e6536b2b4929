import { afterEach, expect, it, vi } from "vitest";

import { failure, Service, taskClient } from "./fixtures/service.ts";
import { describeStores } from "./fixtures/test-store.ts";
import { createWaits, type Waits } from "./waits.ts";

describeStores("what a worker makes of what its poller says", (database) => {
  const opened: Waits[] = [];

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((waits) => waits.close()));
  });

  const openedWith = async (
    service: Service,
  ): Promise<{ readonly waits: Waits; readonly client: ReturnType<typeof taskClient> }> => {
    const client = taskClient(service);
    const waits = await createWaits({ store: database().pool, schema: database().nextSchema(), clients: [client] });
    opened.push(waits);
    waits.work();
    return { waits, client };
  };

  it.each([
    ["unauthorized", "unauthorized"],
    ["forbidden", "forbidden"],
    ["insufficient-credits", "insufficient credits"],
    ["network", "unreachable"],
    ["unavailable", "unreachable"],
  ] as const)(
    "keeps a wait open through errors of kind %s, says so, and goes on when it is mended",
    async (kind, problem) => {
      const service = new Service();
      service.job("a");
      let isBroken = true;
      service.onPoll = async () => {
        if (isBroken) throw failure(kind);
      };
      const { waits, client } = await openedWith(service);
      // A bare id, for which the poller gives up soonest.
      const wait = await waits.add(client.task("a"), { intervalMs: 10 });
      if (kind !== "unavailable")
        await vi.waitFor(async () => expect((await waits.get(wait.id))?.problem).toBe(problem), 20_000);
      isBroken = false;
      await waits.wake({ jobId: "a" });
      expect((await wait.result()).phase).toBe("succeeded");
      expect((await waits.get(wait.id))?.problem).toBe(undefined);
    },
  );

  it("ends a wait when its time is up, or after as many errors as it was told", async () => {
    const service = new Service();
    service.onPoll = async () => {
      throw failure("unauthorized");
    };
    const { waits, client } = await openedWith(service);
    const late = await waits.add(client.task("a"), { timeoutMs: 0 });
    const few = await waits.add(client.task("b"), { maxErrors: 1 });
    expect((await late.result()).phase).toBe("refused");
    expect(["refused", "gave-up"]).toContain((await few.result()).phase);
  });

  it("stores what bytes are, and not the bytes", async () => {
    const service = new Service();
    const output = new Blob(["ID3"], { type: "audio/mpeg" });
    service.job("a", 0, { phase: "succeeded", body: {}, output });
    const { waits, client } = await openedWith(service);
    const wait = await waits.add(client.task("a"));
    expect(await wait.result()).toMatchObject({ state: { output: { type: "audio/mpeg", size: 3 } } });
  });

  it("ends a wait for an id that the service does not know", async () => {
    const service = new Service();
    service.onPoll = async () => {
      throw failure("not-found");
    };
    const { waits, client } = await openedWith(service);
    const wait = await waits.add(client.task("a"), { intervalMs: 10 });
    expect(["refused", "gave-up"]).toContain((await wait.result()).phase);
  });
});
