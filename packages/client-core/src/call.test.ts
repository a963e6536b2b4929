import { getEventListeners } from "node:events";
import { systemClock } from "@genwait/lifecycle";
import { expect, test } from "vitest";
import { failureOf } from "./fixtures/failure-of.ts";
import { doneThing, json, serve, text, workingThing } from "./fixtures/serve.ts";

const getThing = { params: { path: { id: "thing-1" } } };
const never = (): Promise<never> => new Promise(() => {});

test("a call ends when its time is over, and the platform is told", async () => {
  const { client, requests, clock } = serve(never, { timeoutMs: 5000 });
  const error = await failureOf(client.GET("/v1/things/{id}", getThing));
  expect(error).toMatchObject({ kind: "call-timeout", operation: "getThing", fault: "service" });
  expect(error.message).toBe(
    "Failed to call getThing: no whole response came within 5000 ms. Try again later, or raise timeoutMs.",
  );
  expect(clock.elapsed()).toBe(5000);
  expect(requests[0]?.init.signal.aborted).toBe(true);
  await failureOf(client.GET("/v1/things/{id}", { ...getThing, timeoutMs: 100 }));
  expect([clock.elapsed(), clock.pending()]).toEqual([5100, 0]);
});

test("the time reaches to the last byte", async () => {
  const { client } = serve(() => new Response(new ReadableStream({ pull: never })), { timeoutMs: 1000 });
  expect(await failureOf(client.GET("/v1/things/{id}", getThing))).toMatchObject({ kind: "call-timeout" });
  const blob = client.GET("/v1/things/{id}", { ...getThing, parseAs: "blob" });
  expect(await failureOf(blob)).toMatchObject({ kind: "call-timeout" });
});

test.for<[string, Parameters<typeof serve>[1], (client: ReturnType<typeof serve>["client"]) => void]>([
  ["a key that is not found", { apiKey: never }, () => {}],
  ["a middleware before sending", {}, (client) => client.use({ onRequest: never })],
  ["a middleware after sending", {}, (client) => client.use({ onResponse: never })],
])("the time includes %s", async ([, options, prepare]) => {
  const { client } = serve(json(workingThing), { ...options, timeoutMs: 1000 });
  prepare(client);
  expect(await failureOf(client.GET("/v1/things/{id}", getThing))).toMatchObject({ kind: "call-timeout" });
  expect(await failureOf(client.thing("thing-1").poll())).toMatchObject({ kind: "call-timeout" });
});

test("an abort rejects at once with the signal's own reason, whatever the call is doing", async () => {
  const reason = { why: "enough" };
  const work: readonly [Parameters<typeof serve>[0], Parameters<typeof serve>[1]][] = [
    [never, {}],
    [() => new Response(new ReadableStream({ pull: never })), {}],
    [json({}), { apiKey: never }],
  ];
  for (const [responder, options] of work) {
    const controller = new AbortController();
    const { client, clock } = serve(responder, { ...options, timeoutMs: 3600_000 });
    const outcome = client.startThing({ text: "a" }, { signal: controller.signal });
    queueMicrotask(() => controller.abort(reason));
    await expect(outcome).rejects.toBe(reason);
    expect(clock.pending()).toBe(0);
  }
});

test("a signal that is aborted already sends nothing", async () => {
  const { client, requests } = serve(json({}));
  await expect(client.thing("thing-1").poll({ signal: AbortSignal.abort("no") })).rejects.toBe("no");
  expect(requests).toHaveLength(0);
});

test("a create that is aborted in a slow middleware makes no POST, then or later", async () => {
  const { client, requests } = serve(json({ id: "thing-1" }));
  let goOn: (() => void) | undefined;
  client.use({
    onRequest: () =>
      new Promise((resolve) => {
        goOn = () => resolve(undefined);
      }),
  });
  const controller = new AbortController();
  const outcome = client.startThing({ text: "a boat" }, { signal: controller.signal });
  controller.abort("enough");
  await expect(outcome).rejects.toBe("enough");
  goOn?.();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(requests).toHaveLength(0);
});

test("a middleware that keeps options.fetch sends nothing once the call is over", async () => {
  const { client, requests } = serve(json(doneThing));
  let late: (() => Promise<unknown>) | undefined;
  client.use({
    onRequest: ({ request, options }) => {
      late = () => options.fetch(request);
    },
  });
  await client.GET("/v1/things/{id}", getThing);
  expect(requests).toHaveLength(1);
  await expect(late?.()).rejects.toThrow("the call is over");
  expect(requests).toHaveLength(1);
});

test("twenty thousand calls on one signal leave no listener on it", async () => {
  const { client } = serve(json(workingThing), { clock: systemClock });
  const { signal } = new AbortController();
  const job = client.thing("thing-1");
  let most = 0;
  for (let count = 0; count < 20_000; count++) {
    const poll = job.poll({ signal });
    most = Math.max(most, getEventListeners(signal, "abort").length);
    await poll;
  }
  expect(most).toBe(1);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("the caller's signal is never the platform's", async () => {
  const { client, requests } = serve(json(workingThing));
  const { signal } = new AbortController();
  const seen: unknown[] = [];
  client.use({ onRequest: ({ request }) => void seen.push(request.signal === signal) });
  await client.GET("/v1/things/{id}", { ...getThing, signal });
  expect([seen, requests[0]?.init.signal === signal]).toEqual([[false], false]);
});

test("a stream that was passed on is ended by an abort, and leaves no listener when it has ended", async () => {
  const chunks = ["one", "two"];
  const responder = (): Response =>
    new Response(
      new ReadableStream({
        pull: (controller) => {
          const chunk = chunks.shift();
          if (chunk === undefined) return never();
          controller.enqueue(new TextEncoder().encode(chunk));
          return undefined;
        },
      }),
    );
  const controller = new AbortController();
  const { client, clock } = serve(responder, { timeoutMs: 1000 });
  const call = { ...getThing, parseAs: "stream", signal: controller.signal } as const;
  const { data } = await client.GET("/v1/things/{id}", call);
  const reader = data?.getReader();
  expect((await reader?.read())?.value).toEqual(new TextEncoder().encode("one"));
  // The time limit has ended with the headers.
  await clock.advance(5000);
  expect((await reader?.read())?.value).toEqual(new TextEncoder().encode("two"));
  const last = reader?.read();
  controller.abort("enough");
  await expect(last).rejects.toBe("enough");
  const whole = await serve(text("all"))
    .client.GET("/v1/things/{id}", call)
    .catch((error: unknown) => error);
  expect(whole).toBe("enough");
  const { signal } = new AbortController();
  const second = await serve(text("all")).client.GET("/v1/things/{id}", { ...call, signal });
  await new Response(second.data ?? null).text();
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("the signal of a middleware's Request ends what is sent", async () => {
  const controller = new AbortController();
  const { client, requests } = serve(
    (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        queueMicrotask(() => controller.abort("enough"));
      }),
  );
  client.use({ onRequest: ({ request }) => new Request(request, { signal: controller.signal }) });
  await expect(client.thing("thing-1").poll()).rejects.toBe("enough");
  await expect(client.thing("thing-1").poll()).rejects.toBe("enough");
  expect(requests).toHaveLength(1);
  await expect(client.startThing({ text: "a" })).rejects.toBe("enough");
});

test("a create whose request a middleware aborts once it is sent says that its job may have started", async () => {
  const controller = new AbortController();
  const { client } = serve(
    (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        queueMicrotask(() => controller.abort("enough"));
      }),
  );
  client.use({ onRequest: ({ request }) => new Request(request, { signal: controller.signal }) });
  const error = await failureOf(client.startThing({ text: "a" }));
  expect(error).toMatchObject({ kind: "middleware", cause: "enough", mayHaveStarted: true });
});
