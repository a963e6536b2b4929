import { createVirtualClock } from "@genwait/lifecycle/testing";
import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { send, timeLimit } from "./send.ts";

const request = { url: "https://api.things.example/v1/things", init: { method: "GET" } };

const never = (): Promise<Response> => new Promise(() => {});

const broken = (): never => {
  throw new TypeError("no fetch here");
};

/** Minds its signal, as the platform's does. */
const hanging: typeof fetch = (_url, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
  });

test("gives status, headers and text", async () => {
  const clock = createVirtualClock();
  const answer = await send(request, {
    fetch: async () => new Response("hello", { status: 201, headers: { a: "b" } }),
    clock,
    timeoutMs: 1000,
  });
  expect(answer).toMatchObject({ status: 201, text: "hello" });
  expect(answer.header("a")).toBe("b");
  expect(clock.pending()).toBe(0);
});

test("rejects at the time limit and aborts the request", async () => {
  const clock = createVirtualClock();
  let signal: AbortSignal | null | undefined;
  const sending = send(request, {
    fetch: (url, init) => ((signal = init?.signal), hanging(url, init)),
    clock,
    timeoutMs: 1000,
  });
  await expect(sending).rejects.toBe(timeLimit);
  expect(clock.elapsed()).toBe(1000);
  expect(signal?.aborted).toBe(true);
});

test("limits the time of the body, too", async () => {
  const clock = createVirtualClock();
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([123])) });
  await expect(send(request, { fetch: async () => new Response(body), clock, timeoutMs: 1000 })).rejects.toBe(
    timeLimit,
  );
});

test("rejects with the signal's own reason, in the turn of the abort, whether or not fetch minds it", async () => {
  for (const fetch of [hanging, never]) {
    const clock = createVirtualClock({ auto: false });
    const controller = new AbortController();
    const reason = new Error("enough");
    const sending = send(request, { fetch, clock, timeoutMs: 1000, signal: controller.signal });
    controller.abort(reason);
    await expect(sending).rejects.toBe(reason);
    expect(clock.pending()).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  }
});

test("leaves no timer and no listener after an answer, nor after an error", async () => {
  const { signal } = new AbortController();
  const clock = createVirtualClock();
  await send(request, { fetch: async () => new Response("{}"), clock, timeoutMs: 1000, signal });
  await expect(
    send(request, { fetch: () => Promise.reject(new TypeError("fetch failed")), clock, timeoutMs: 1000, signal }),
  ).rejects.toThrow("fetch failed");
  expect(clock.pending()).toBe(0);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("takes a fetch that throws instead of rejecting", async () => {
  const clock = createVirtualClock();
  await expect(send(request, { fetch: broken, clock, timeoutMs: 1000 })).rejects.toThrow("no fetch here");
  expect(clock.pending()).toBe(0);
});
