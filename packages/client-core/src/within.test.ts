import { createVirtualClock } from "@genwait/lifecycle/testing";
import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { type CallClock, within } from "./within.ts";

const limit = new Error("too late");

const url = "https://api.things.example/v1/things";

interface Sending {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: CallClock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const send = ({ fetch, clock, timeoutMs, signal }: Sending): Promise<string> =>
  within(
    clock,
    timeoutMs,
    () => limit,
    signal,
    async (inner) => (await fetch(url, { signal: inner })).text(),
  );

const never = (): Promise<Response> => new Promise(() => {});

const broken = (): never => {
  throw new TypeError("no fetch here");
};

/** Minds its signal, as the platform's does. */
const hanging: typeof fetch = (_url, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
  });

test("gives what the work gives", async () => {
  const clock = createVirtualClock();
  expect(await send({ fetch: async () => new Response("hello"), clock, timeoutMs: 1000 })).toBe("hello");
  expect(clock.pending()).toBe(0);
});

test("rejects at the time limit and aborts the request", async () => {
  const clock = createVirtualClock();
  let signal: AbortSignal | null | undefined;
  const sending = send({
    fetch: (url, init) => ((signal = init?.signal), hanging(url, init)),
    clock,
    timeoutMs: 1000,
  });
  await expect(sending).rejects.toBe(limit);
  expect(clock.elapsed()).toBe(1000);
  expect(signal?.aborted).toBe(true);
});

test("limits the time of the body, too", async () => {
  const clock = createVirtualClock();
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([123])) });
  await expect(send({ fetch: async () => new Response(body), clock, timeoutMs: 1000 })).rejects.toBe(limit);
});

test("rejects with the signal's own reason, in the turn of the abort, whether or not fetch minds it", async () => {
  for (const fetch of [hanging, never]) {
    const clock = createVirtualClock({ auto: false });
    const controller = new AbortController();
    const reason = new Error("enough");
    const sending = send({ fetch, clock, timeoutMs: 1000, signal: controller.signal });
    controller.abort(reason);
    await expect(sending).rejects.toBe(reason);
    expect(clock.pending()).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  }
});

test("leaves no timer and no listener after an answer, nor after an error", async () => {
  const { signal } = new AbortController();
  const clock = createVirtualClock();
  await send({ fetch: async () => new Response("{}"), clock, timeoutMs: 1000, signal });
  await expect(
    send({ fetch: () => Promise.reject(new TypeError("fetch failed")), clock, timeoutMs: 1000, signal }),
  ).rejects.toThrow("fetch failed");
  expect(clock.pending()).toBe(0);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("takes a fetch that throws instead of rejecting", async () => {
  const clock = createVirtualClock();
  await expect(send({ fetch: broken, clock, timeoutMs: 1000 })).rejects.toThrow("no fetch here");
  expect(clock.pending()).toBe(0);
});
