import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Job, PollResult } from "@genwait/lifecycle";
import { createVirtualClock } from "@genwait/lifecycle/testing";
import { afterEach, expect, test, vi } from "vitest";
import { fails, pending, scriptedJob, succeeded, times } from "./fixtures/scripted-job.ts";
import { setUp } from "./fixtures/setup.ts";
import { createPoller, type PollerEvent } from "./index.ts";

const tenants = new AsyncLocalStorage<string>();

// The modules are evaluated anew by the next file: with the globals as they are.
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("polls, calls back and tells events in the context in which each wait was called: 0 of 1,000 polls in a stranger's", async () => {
  const clock = createVirtualClock();
  const client = {};
  let polls = 0;
  const foreign: string[] = [];
  const check = (what: string, tenant: string): void => {
    if (tenants.getStore() !== tenant) foreign.push(`${what} of ${tenant} in ${tenants.getStore()}`);
  };
  const poller = createPoller({
    clock,
    rateLimit: { requestsPerSecond: 50 },
    onEvent: ({ type, id }: PollerEvent) => check(type, id),
  });
  const respond = [pending, fails("unavailable"), ...times(3, pending), { hangs: "until aborted" }] as const;
  const waits = Array.from({ length: 100 }, (_, index) => {
    const tenant = `tenant-${index}`;
    const script = scriptedJob([...respond, ...times(5, pending), succeeded], { clock, id: tenant, client });
    const job: Job = {
      ...script,
      poll: (options) => {
        polls++;
        check("poll", tenant);
        return script.poll(options);
      },
    };
    return tenants.run(tenant, () =>
      poller.wait(job, {
        intervalMs: 1000,
        pollTimeoutMs: 700,
        onUpdate: () => check("onUpdate", tenant),
        onPoll: () => check("onPoll", tenant),
      }),
    );
  });
  await Promise.all(waits);
  expect(polls).toBeGreaterThanOrEqual(1000);
  expect(foreign).toEqual([]);
});

test("polls a shared job in the context of a wait that is still open", async () => {
  const { poller, clock, job } = setUp();
  const seen: (string | undefined)[] = [];
  const script = job([...times(4, pending), succeeded]);
  const shared = {
    ...script,
    poll: (options: Parameters<typeof script.poll>[0]) => {
      seen.push(tenants.getStore());
      return script.poll(options);
    },
  };
  const controller = new AbortController();
  const first = tenants.run("ann", () => poller.wait(shared, { signal: controller.signal }).catch(() => "aborted"));
  const second = tenants.run("bob", () => poller.wait(shared));
  clock.after(7000, () => controller.abort());
  await Promise.all([first, second]);
  expect(seen).toEqual(["ann", "ann", "bob", "bob", "bob"]);
});

test("sends each request with the key of the tenant that waits, over real HTTP", async () => {
  const keys: [id: string, key: string | undefined][] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const id = (request.url ?? "").slice(1);
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    keys.push([id, request.headers["x-api-key"]?.toString()]);
    response.end(JSON.stringify({ phase: count < 10 ? "pending" : "succeeded" }));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { clock } = setUp();
  const client = {};
  const poller = createPoller();
  const jobOf = (id: string): Job => ({
    ...scriptedJob([], { clock, id, client }),
    poll: async ({ signal } = {}): Promise<PollResult> => {
      const headers = { "x-api-key": `key of ${tenants.getStore()}` };
      const response = await fetch(`http://127.0.0.1:${port}/${id}`, { headers, ...(signal && { signal }) });
      const { phase } = (await response.json()) as { phase: "pending" | "succeeded" };
      return { state: { phase, body: {} } };
    },
  });
  const ids = Array.from({ length: 20 }, (_, index) => `tenant-${index}`);
  await Promise.all(ids.map((id) => tenants.run(id, () => poller.wait(jobOf(id), { intervalMs: 10 }))));
  server.close();
  expect(keys).toHaveLength(200);
  expect(keys.filter(([id, key]) => key !== `key of ${id}`)).toEqual([]);
});

test.each([
  ["no process", undefined],
  ["a process of another kind", {}],
  ["no such module", { getBuiltinModule: () => undefined }],
])("waits on a runtime with %s", async (_, process) => {
  vi.resetModules();
  vi.stubGlobal("process", process);
  const { createPoller: createBarePoller } = await import("./index.ts");
  const clock = createVirtualClock();
  const poller = createBarePoller({ clock });
  const onUpdate = vi.fn();
  await expect(poller.wait(scriptedJob([pending, succeeded], { clock }), { onUpdate })).resolves.toMatchObject({
    phase: "succeeded",
  });
  expect(onUpdate).toHaveBeenCalledTimes(2);
});
