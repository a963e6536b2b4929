import { compileLifecycle, type SavedJob } from "@genwait/lifecycle";
import { expect, expectTypeOf, test } from "vitest";
import type { ApiDescription } from "./api-description.ts";
import { jobOf, startJob } from "./jobs.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { doneThing, json, type Responder, serve, text, workingThing } from "./fixtures/serve.ts";
import { things, type ThingsClient } from "./fixtures/things-api.ts";
import { createApiClient } from "./api-client.ts";

const created = json({ id: "thing-1", outputs: [1, 2, 3] }, { headers: { "x-request-id": "request-7" } });

test("a create gives its job, its data and its response", async () => {
  const { client, requests, clock } = serve(created);
  const init = { headers: { traceparent: "00-1-2-01" }, params: { query: { dryRun: true } }, timeoutMs: 1000 };
  const { job, data, response } = await client.startThing({ text: "a boat" }, init);
  expect(job).toMatchObject({
    id: "thing-1",
    expectedItems: 3,
    createdAtMs: clock.now(),
    api: "things",
    name: "thing",
  });
  expect(job.known).toBeUndefined();
  expect(data.id).toBe("thing-1");
  expect(response.headers.get("x-request-id")).toBe("request-7");
  expect(requests).toMatchObject([
    {
      url: "https://api.things.example/v1/things?dryRun=true",
      init: { method: "POST", body: '{"text":"a boat"}', headers: { traceparent: "00-1-2-01" } },
    },
  ]);
});

test("a create without a body takes only options", async () => {
  const { client, requests } = serve(created);
  const { job } = await client.startTask({ headers: { "x-a": "b" } });
  expect(job.name).toBe("task");
  expect(requests[0]?.init).not.toHaveProperty("body");
  expect(requests[0]?.init.headers).toMatchObject({ "x-a": "b" });
});

test("a job is polled without an argument", async () => {
  const { client, requests } = serve(
    json(doneThing, {
      headers: { "retry-after": "7", "x-request-id": "request-7", "x-left": "3", "x-left-today": "1" },
    }),
  );
  const job = client.thing("thing-1");
  const result = await job.poll();
  expect(result).toEqual({
    state: { phase: "succeeded", body: doneThing },
    retryAfterMs: 7000,
    requestId: "request-7",
    lowLimit: { remaining: 1, intervalMs: 60_000 },
  });
  expect(requests.map(({ url }) => url)).toEqual(["https://api.things.example/v1/things/thing-1"]);
  if (result.state.phase === "succeeded") expectTypeOf(result.state.body.url).toEqualTypeOf<string>();
});

test("an id goes where the status operation wants it", async () => {
  const { client, requests } = serve(json({ done: true, status: "done" }));
  await client.task("a b").poll();
  expect(requests.map(({ url, init }) => [init.method, url, init.body])).toEqual([
    ["GET", "https://api.things.example/v1/tasks?task_id=a%20b", undefined],
  ]);
});

test("a status that the code alone tells needs no body", async () => {
  expect(
    (
      await serve(text(null, { status: 202 }))
        .client.task("a")
        .poll()
    ).state.phase,
  ).toBe("pending");
  const moderated = json({ code: "moderated" }, { status: 403 });
  expect((await serve(moderated).client.task("a").poll()).state).toMatchObject({ phase: "failed" });
});

test("several outputs are classified again for whoever expects another number of them", async () => {
  const { client } = serve(json({ outputs: [{ status: "done" }] }));
  const { state, stateFor } = await client.batch("b").poll();
  expect(state.phase).toBe("succeeded");
  expect(stateFor?.(2).phase).toBe("pending");
  expect(stateFor?.(undefined).phase).toBe("succeeded");
  expect((await client.batch("b", { expectedItems: 2 }).poll()).state.phase).toBe("pending");
  expect(
    await client
      .thing("thing-1")
      .poll()
      .catch(() => ({})),
  ).not.toHaveProperty("stateFor");
});

test.for<[string, Responder, object]>([
  ["an error inside 200", json({ err: { reason: "not allowed" } }), { kind: "rejected", status: 200 }],
  ["another job's response", json({ ...doneThing, id: "thing-2" }), { kind: "invalid-response" }],
  ["HTML with 200", text("<html>"), { kind: "invalid-response", excerpt: "<html>" }],
  ["an empty 200", text(""), { kind: "invalid-response", excerpt: "" }],
  ["a 404", json({ message: "none" }, { status: 404 }), { kind: "not-found", fault: "caller" }],
  ["a 403 about credits", json({ message: "no credits" }, { status: 403 }), { kind: "insufficient-credits" }],
  ["a 429", text("", { status: 429, headers: { "retry-after": "3" } }), { kind: "rate-limited", retryAfterMs: 3000 }],
])("a poll that gets %s rejects", async ([, responder, facts]) => {
  const job = serve(responder).client.thing("thing-1");
  const error = await failureOf(job.poll());
  expect(error).toMatchObject({ operation: "getThing", ...facts });
  expect(error).not.toHaveProperty("mayHaveStarted");
  expect(job.known).toBeUndefined();
});

test("a success without its guaranteed field carries the whole body", async () => {
  const body = { id: "thing-1", status: "done" };
  const error = await failureOf(serve(json(body)).client.thing("thing-1").poll());
  expect(error).toMatchObject({ kind: "invalid-response", incomplete: { phase: "succeeded", pointer: "/url", body } });
});

test("an empty response is no incomplete result, whatever its code declares: the job may well go on", async () => {
  const lifecycle = compileLifecycle(
    {
      name: "thing",
      id: { request: "$request.path.id" },
      state: { rules: [{ when: [{ status: 200 }], is: "succeeded" }] },
      has: { succeeded: { present: ["/url"] } },
    },
    { typeAt: () => "string" },
  );
  const api: ApiDescription<ThingsClient> = {
    ...things,
    jobs: things.jobs.map((job) => (job.name === "thing" ? { ...job, lifecycle } : job)),
    createClient: (options) => createApiClient(api, options),
  };
  const error = await failureOf(serve(text(""), {}, api).client.thing("thing-1").poll());
  expect(error).toMatchObject({ kind: "invalid-response", status: 200 });
  expect(error.message).toContain("the response is empty");
  expect(error).not.toHaveProperty("incomplete");
  expect(await failureOf(serve(json({}), {}, api).client.thing("thing-1").poll())).toHaveProperty("incomplete");
});

test("a job is known after its first good poll, and says so when it is saved", async () => {
  const { client } = serve(json(workingThing), { account: "pots" });
  const job = client.thing("thing-1", { createdAtMs: 5, expectedItems: 2 });
  await job.poll();
  expect(job.known).toBe(true);
  const saved: SavedJob = JSON.parse(JSON.stringify(job));
  expect(saved).toEqual({
    api: "things",
    name: "thing",
    id: "thing-1",
    baseUrl: "https://api.things.example",
    account: "pots",
    createdAtMs: 5,
    expectedItems: 2,
    known: true,
  });
  expect(JSON.parse(JSON.stringify(client.resume(saved)))).toEqual(saved);
});

test("a client tells its API, and the account that it was given", () => {
  const handler = json({});
  expect(serve(handler).client.api).toBe("things");
  expect(serve(handler, { account: "pots" }).client.account).toBe("pots");
  expect(serve(handler).client).not.toHaveProperty("account");
});

test("identity and rate limit are those of API, base URL and account", () => {
  const options = { account: "pots" };
  const one = serve(created, options).client;
  const two = serve(created, options).client;
  const other = serve(created).client;
  expect(one.thing("a").identity).toBe(two.thing("a").identity);
  expect(one.thing("a").identity).not.toBe(other.thing("a").identity);
  expect(one.thing("a").rateLimitGroup).toBe(two.thing("b").rateLimitGroup);
  expect(other.thing("a").rateLimitGroup).toBe(other);
  expect([one.thing("a").client, other.thing("a").client]).toEqual([one, other]);
  expect(serve(created, { account: "a/b" }).client.thing("c").identity).not.toBe(
    serve(created, { account: "a" }).client.thing("b/c").identity,
  );
});

test("ten thousand jobs share what is common to them", () => {
  const { client } = serve(created);
  const jobs = Array.from({ length: 10_000 }, (_, index) => client.thing(`thing-${index}`));
  expect(new Set(jobs.map((job) => Object.getPrototypeOf(job))).size).toBe(1);
  expect(Object.keys(jobs[0] ?? {})).toEqual(["id"]);
});

test("a saved job is resumed under another base URL, where it is not known yet", async () => {
  const saved = { api: "things", name: "thing", id: "a", baseUrl: "https://proxy.example", known: true };
  const job = serve(created).client.resume(saved);
  expect(job.toJSON()).toEqual({ api: "things", name: "thing", id: "a", baseUrl: "https://api.things.example" });
});

test.for<[string, unknown, string]>([
  ["of another API", { api: "others" }, "it was saved for others; this client is for things"],
  ["of another account", { account: "pans" }, "it was saved for account pans; this client is of account pots"],
  ["of a name that is none", { name: "thingy" }, "the API has none of that name"],
  ["with an id that is none", { id: 5 }, "its id must be a string"],
  ["with an id that leads elsewhere", { id: ".." }, 'its id cannot be ".."'],
  ["with a time that is none", { createdAtMs: "now" }, "createdAtMs must be a number"],
  ["that is none", null, "it is no saved job"],
])("a saved job %s is refused", ([, change, message]) => {
  const saved = { api: "things", name: "thing", id: "a", baseUrl: "https://api.things.example", account: "pots" };
  const { resume } = serve(created, { account: "pots" }).client;
  const given = change === null ? null : { ...saved, ...Object(change) };
  expect(() => Reflect.apply(resume, undefined, [given])).toThrow(TypeError);
  expect(() => Reflect.apply(resume, undefined, [given])).toThrow(message);
});

test("a job saved under an account is refused by a client of none", () => {
  const saved = { api: "things", name: "thing", id: "a", baseUrl: "x", account: "pans" };
  expect(() => serve(created).client.resume(saved)).toThrow("it was saved for account pans; this client is of none.");
});

test.for(["", ".", "..", "\ud800"])("no job is made of the id %j", (id) => {
  expect(() => serve(created).client.thing(id)).toThrow(TypeError);
});

test.for(["..", ".", "\ud800"])(
  "a create that gives the id %j is the service's fault, and shows its body",
  async (id) => {
    const error = await failureOf(serve(json({ id })).client.startThing({ text: "a" }));
    expect(error).toMatchObject({
      kind: "invalid-response",
      fault: "service",
      operation: "createThing",
      mayHaveStarted: true,
      jobId: id,
    });
    expect(error.excerpt).toContain('"id"');
  },
);

test.for(["x".repeat(1e6), "j\u001b[2J\r\n\u202e1"])(
  "a long or odd id stays whole in the job, and short in messages",
  async (id) => {
    const { client } = serve((_, { method }) =>
      Response.json({ id, message: `no ${id}` }, { status: method === "POST" ? 200 : 403 }),
    );
    const { job } = await client.startThing({ text: "a" });
    expect(job.id).toBe(id);
    const error = await failureOf(job.poll());
    expect(error.message.length).toBeLessThan(2000);
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  },
);

test("an id that JavaScript would round is taken from the text", async () => {
  const id = "900719925474099371";
  const { client, requests } = serve(
    (_, { method }) =>
      new Response(method === "POST" ? `{"n":1.5,"id":${id}}` : `{"id":${id},"status":"done","url":"x"}`),
  );
  const { job } = await client.startThing({ text: "a" });
  expect(job.id).toBe(id);
  expect((await job.poll()).state.phase).toBe("succeeded");
  expect(requests[1]?.url).toBe(`https://api.things.example/v1/things/${id}`);
});

test.for(["9e99", "1e400", "true", "null", "{}"])(
  "an id that cannot be held, %s, fails the create with its body",
  async (id) => {
    const error = await failureOf(serve(text(`{"id":${id}}`)).client.startThing({ text: "a" }));
    expect(error).toMatchObject({ kind: "invalid-response", mayHaveStarted: true, excerpt: `{"id":${id}}` });
  },
);

test("a create that gives an id has started a job, whatever else it says", async () => {
  const { job } = await serve(json({ id: "thing-1", err: { reason: "odd" } })).client.startThing({ text: "a" });
  expect(job.id).toBe("thing-1");
});

const broken = (code?: string, more: object = {}): Responder => {
  const cause = Object.assign(new Error("broken"), code !== undefined && { code }, more);
  return () => {
    throw new TypeError("fetch failed", { cause });
  };
};

test.for<[string, Responder]>([
  ["no response in time", () => new Promise(() => {})],
  ["a connection that breaks for an unknown reason", broken()],
  ["a connection that was reset", broken("ECONNRESET")],
  ["HTML with 200", text("<html>")],
  ["half a body", text('{"id":"thi')],
  ["an empty 200", text("")],
  ["a 200 without an id", json({ status: "working" })],
  ["a 500", text("", { status: 500 })],
  ["a 303, which may say that it is done", text(null, { status: 303 })],
  ["a gateway's 502", text("", { status: 502 })],
  ["a gateway's 504", text("", { status: 504 })],
])("after %s the job may have started", async ([, responder]) => {
  const error = await failureOf(serve(responder, { timeoutMs: 1000 }).client.startThing({ text: "a boat" }));
  expect(error.mayHaveStarted).toBe(true);
  expect(error.message).toMatch(/look for it before you create it again\.$/);
});

test.for<[string, Responder]>([
  ["a connection that was refused", broken("ECONNREFUSED")],
  ["a host that has no address", broken("ENOTFOUND")],
  ["a connection that took too long to make", broken("UND_ERR_CONNECT_TIMEOUT")],
  ["a host that cannot be reached", broken("EHOSTUNREACH", { syscall: "connect" })],
  ["a certificate that is none", broken("CERT_HAS_EXPIRED")],
  ["a redirect of the request", text(null, { status: 307 })],
  ["a 400", text("", { status: 400 })],
  ["a 401", text("", { status: 401 })],
  ["a 429", text("", { status: 429 })],
  ["a 501", text("", { status: 501 })],
  ["a 503", text("", { status: 503 })],
  ["an error inside 200", json({ err: { reason: "not allowed" } })],
])("after %s no job has started", async ([, responder]) => {
  const error = await failureOf(serve(responder).client.startThing({ text: "a boat" }));
  expect(error.mayHaveStarted).toBe(false);
  expect(error.message).not.toContain("may have been started");
});

test("raw calls of a create say so, too", async () => {
  const error = await failureOf(serve(broken("ECONNRESET")).client.POST("/v1/things", { body: { text: "a" } }));
  expect(error.mayHaveStarted).toBe(true);
});

test("an error carries whose rate limit it counts against, out of sight", async () => {
  const { client } = serve(text("", { status: 429 }));
  const error = await failureOf(client.startThing({ text: "a" }));
  expect(error.rateLimitGroup).toBe(client.thing("a").rateLimitGroup);
  expect(Object.keys(error)).not.toContain("rateLimitGroup");
});

test("a middleware that throws after a create was sent costs nobody the id", async () => {
  const thrown = new RangeError("mine");
  const { client } = serve(created);
  client.use({ onResponse: () => Promise.reject(thrown) });
  const error = await failureOf(client.startThing({ text: "a" }));
  expect(error).toMatchObject({ kind: "middleware", mayHaveStarted: true, jobId: "thing-1", status: 200 });
  expect(error.cause).toBe(thrown);
  expect(error.excerpt).toContain("thing-1");
});

test("a middleware that throws before a create was sent, or while its refusal comes back, started nothing", async () => {
  const thrown = new RangeError("mine");
  const { client, requests } = serve(json({ message: "no" }, { status: 400 }));
  const early = { onRequest: () => Promise.reject(thrown) };
  await expect(client.startThing({ text: "a" }, { middleware: [early] })).rejects.toBe(thrown);
  expect(requests).toHaveLength(0);
  const late = { onResponse: () => Promise.reject(thrown) };
  const error = await failureOf(client.startThing({ text: "a" }, { middleware: [late] }));
  expect(error).toMatchObject({ kind: "middleware", mayHaveStarted: false, status: 400 });
});

test("a create that a middleware sent twice may have started if either may have", async () => {
  const statuses = [502, 400];
  const { client } = serve(() => new Response("no", { status: statuses.shift() ?? 500 }));
  client.use({
    onResponse: ({ request, response, options }) => (response.status === 502 ? options.fetch(request) : undefined),
  });
  expect(await failureOf(client.startThing({ text: "a" }))).toMatchObject({ status: 400, mayHaveStarted: true });
});

test("programs that know no API by name make jobs by jobOf and startJob", async () => {
  const { client, requests } = serve(created);
  expect(jobOf(client, "thing", "thing-1", { expectedItems: 2 })).toMatchObject({ id: "thing-1", expectedItems: 2 });
  const { job } = await startJob(
    client,
    "createThing",
    { text: "a boat" },
    { timeoutMs: 1000, headers: { "x-a": "b" } },
  );
  expect(job.id).toBe("thing-1");
  await startJob(client, "createTask");
  expect(requests.map(({ init }) => init.body)).toEqual(['{"text":"a boat"}', undefined]);
  expect(() => jobOf(client, "thingy", "a")).toThrow("Use one of thing, task, batch.");
  await expect(startJob(client, "getThing")).rejects.toThrow("Use one of createThing, createTask.");
  await expect(startJob({ ...client }, "createThing")).rejects.toThrow("it was not made by createClient");
});

test("a job whose operation is missing is an error of the description", () => {
  const [job] = things.jobs;
  if (!job) throw new Error("there is no job");
  const api = { ...things, jobs: [{ ...job, status: { ...job.status, operation: "getThingy" } }] };
  expect(() => createApiClient<ThingsClient>(api, { apiKey: "k" })).toThrow('Failed to find the operation "getThingy"');
});
