import { describe, expect, test } from "vitest";
import type { ApiJob, CallParameter } from "./api-description.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { byId, type Difference, done, pressOf, stateOf, working } from "./fixtures/presses.ts";
import { testKey } from "./fixtures/serve.ts";

const polledWith = (parameters: readonly CallParameter[], more: Partial<ApiJob> = {}): Partial<ApiJob> => ({
  status: { operation: "getRender", parameters },
  ...more,
});

const space: CallParameter = { name: "space", in: "path", from: "$job.parameters.space" };

/** Its status operation needs a space beside the id, which the create is given. */
const spaced: Difference = {
  operations: {
    getRender: { path: "/v1/{space}/renders/{id}" },
    createRender: {
      path: "/v1/{space}/renders",
      parameters: [{ name: "space", in: "path", required: true }],
    },
  },
  job: polledWith([space, byId], { parameters: [{ name: "space", required: true }] }),
  starts: { parameters: { space: { from: "$request.path.space" } } },
};

describe("what a status call carries", () => {
  test("is the id and constants, each in its place", async () => {
    const { job, sent } = pressOf(
      {
        operations: { getRender: { path: "/v1/renders", method: "POST" } },
        job: polledWith([
          { name: "id", in: "body", from: "$job.id" },
          { name: "task", in: "body", value: "render" },
          { name: "logs", in: "query", value: 1 },
          { name: "X-Version", in: "header", value: "2024-11-06" },
        ]),
      },
      [done],
    );
    expect(await stateOf(job())).toMatchObject({ phase: "succeeded" });
    expect(sent).toMatchObject([
      {
        method: "POST",
        url: "https://api.press.example/v1/renders?logs=1",
        headers: { "x-version": "2024-11-06", "x-api-key": testKey },
        body: '{"id":"r1","task":"render"}',
      },
    ]);
  });

  test("goes with the job from its create, through its saved form", async () => {
    const { start, resume, calls } = pressOf(spaced, [{ id: "r1" }, working, done]);
    const job = await start(undefined, { params: { path: { space: "a b" } } });
    await job.poll();
    const saved: unknown = JSON.parse(JSON.stringify(job));
    expect(saved).toMatchObject({ id: "r1", parameters: { space: "a b" } });
    expect(await stateOf(resume(saved))).toMatchObject({ phase: "succeeded" });
    expect(resume(saved).identity).toBe(job.identity);
    expect(calls()).toEqual([
      "POST https://api.press.example/v1/a%20b/renders",
      "GET https://api.press.example/v1/a%20b/renders/r1",
      "GET https://api.press.example/v1/a%20b/renders/r1",
    ]);
  });

  test("is given with the id to a job by hand", async () => {
    const { job, calls } = pressOf(spaced, [done]);
    await job({ space: "w1", createdAtMs: 5 }).poll();
    expect(calls()).toEqual(["GET https://api.press.example/v1/w1/renders/r1"]);
    expect(job({ space: "w1" }).identity).not.toBe(job({ space: "w2" }).identity);
  });

  test("may come from the create's response, its body, its headers and its constants", async () => {
    const { start, sent } = pressOf(
      {
        operations: {
          createRender: { parameters: [{ name: "X-Version", in: "header", value: "7" }] },
          getRender: {
            parameters: ["a", "b", "c", "d", "e"].map((name) => ({ name, in: "query", required: true as const })),
          },
        },
        job: polledWith([
          byId,
          ...["a", "b", "c", "d", "e"].map((name) => ({ name, in: "query" as const, from: `$job.parameters.${name}` })),
        ]),
        starts: {
          parameters: {
            a: { from: "$response.body#/region" },
            b: { from: "$request.body#/model/name" },
            c: { from: "$response.header.X-Shard" },
            d: { from: "$request.header.x-version" },
            e: { value: true },
          },
        },
      },
      [Response.json({ id: "r1", region: "eu" }, { headers: { "x-shard": "s9" } }), done],
    );
    const job = await start({ model: { name: "fast" } });
    await job.poll();
    expect(sent[1]?.url).toBe("https://api.press.example/v1/renders/r1?a=eu&b=fast&c=s9&d=7&e=true");
  });

  test("is left out where it is optional and nobody gave it", async () => {
    const { job, sent } = pressOf(
      {
        operations: { getRender: { parameters: [{ name: "space", in: "query" }] } },
        job: polledWith([byId, { ...space, in: "query" }], { parameters: [{ name: "space" }] }),
      },
      [done],
    );
    await job().poll();
    expect(sent[0]?.url).toBe("https://api.press.example/v1/renders/r1");
  });
});

describe("a job is not made", () => {
  test.each([undefined, null, 7, true, {}, "", ".", ".."])("whose parameter is %j", (value) => {
    const { job, sent } = pressOf(spaced);
    expect(() => job({ space: value })).toThrow(/space/);
    expect(sent).toEqual([]);
  });

  test.each([
    {},
    { space: ".." },
    { space: {} },
    { space: "" },
    { space: null },
    { space: "\ud800" },
    [],
    "w1",
    null,
    7,
  ])("from a saved one whose parameters are %j", (parameters) => {
    const { job, resume } = pressOf(spaced);
    const saved = { ...job({ space: "w1" }).toJSON(), parameters };
    expect(() => resume(saved)).toThrow(TypeError);
  });

  test("with a parameter that would be another header", () => {
    const { job } = pressOf({
      operations: { getRender: { parameters: [{ name: "X-Space", in: "header", required: true }] } },
      job: polledWith([byId, { name: "X-Space", in: "header", from: "$job.parameters.space" }], {
        parameters: [{ name: "space", required: true }],
      }),
    });
    for (const value of ["a\r\nX-Evil: 1", "a\nb", "a\u0000", "", "☃"])
      expect(() => job({ space: value })).toThrow("space");
    expect(job({ space: "w1" }).parameters).toEqual({ space: "w1" });
  });

  test("from members of options that are no options", () => {
    const { job } = pressOf(spaced);
    const made = job({
      space: "w1",
      addresses: { status: "https://evil.example/" },
      cancelRequested: true,
      result: {},
    });
    expect(made.toJSON()).toEqual({
      api: "press",
      name: "render",
      id: "r1",
      baseUrl: "https://api.press.example",
      parameters: { space: "w1" },
    });
  });
});

test("a create whose response lacks what a poll needs says so, with the id of the job", async () => {
  const { start } = pressOf(
    {
      ...spaced,
      operations: { getRender: { path: "/v1/{space}/renders/{id}" } },
      starts: { parameters: { space: { from: "$response.body#/space" } } },
    },
    [{ id: "r1" }],
  );
  expect(await failureOf(start())).toMatchObject({
    kind: "invalid-response",
    operation: "createRender",
    jobId: "r1",
    mayHaveStarted: true,
    message: expect.stringContaining("space is missing"),
  });
});

test("what only an operation's own address needs may be missing at another", async () => {
  const { resume, job, calls } = pressOf(
    {
      ...spaced,
      job: {
        ...spaced.job,
        cancel: {
          operation: "cancelRender",
          parameters: [byId, { name: "constructor", in: "query", from: "$job.parameters.constructor" }],
        },
      },
      starts: { addresses: { cancel: { from: "$response.body#/c", hosts: ["c.press.example"] } } },
    },
    [{}, {}],
  );
  const saved = job({ space: "w1" }).toJSON();
  await resume({ ...saved, addresses: { cancel: "https://c.press.example/r1" } }).cancel?.();
  await resume(saved).cancel?.();
  expect(calls()).toEqual(["PUT https://c.press.example/r1", "PUT https://api.press.example/v1/renders/r1/cancel"]);
});

describe("an id with slashes", () => {
  const segmented: Difference = {
    job: polledWith([{ ...byId, segments: true }]),
    operations: { getRender: { path: "/v1/renders/{id}/state" } },
  };

  test("keeps them, and each of its segments is encoded", async () => {
    const { job, calls } = pressOf(segmented, [done]);
    await job({}, "models/a b/op?x#y%2e{id}\\é").poll();
    expect(calls()).toEqual([
      "GET https://api.press.example/v1/renders/models/a%20b/op%3Fx%23y%252e%7Bid%7D%5C%C3%A9/state",
    ]);
  });

  test("comes from a create, too", async () => {
    const { start, calls } = pressOf(segmented, [{ id: "operations/17" }, done]);
    await (await start()).poll();
    expect(calls()[1]).toBe("GET https://api.press.example/v1/renders/operations/17/state");
  });

  test.each(["a/../b", "..", "a/..", "a/./b", ".", "/a", "a/", "a//b", "/", "a/\ud800"])("is none as %j", (id) => {
    const { job, sent } = pressOf(segmented);
    expect(() => job({}, id)).toThrow(TypeError);
    expect(sent).toEqual([]);
  });

  test.each(["a/../b", "../../v2/keys", "a//b", "a/"])("is none as %j in a create's response", async (id) => {
    const { start, sent } = pressOf(segmented, [{ id }]);
    expect(await failureOf(start())).toMatchObject({ kind: "invalid-response", jobId: id });
    expect(sent).toHaveLength(1);
  });

  test("is one segment where no slashes are declared", async () => {
    const { job, calls } = pressOf({}, [done]);
    await job({}, "a/../b").poll();
    expect(calls()).toEqual(["GET https://api.press.example/v1/renders/a%2F..%2Fb"]);
  });
});

describe("the status address that a create gives", () => {
  const regional: Difference = {
    job: polledWith([byId, { name: "logs", in: "query", value: 1 }, { name: "X-Version", in: "header", value: "7" }]),
    starts: {
      addresses: { status: { from: "$response.body#/polling_url", hosts: ["*.press.example", "kiln.example"] } },
    },
  };
  const polled = "https://eu1.press.example/v1/result?id=r1&sig=a%2Fb+c";

  test("is polled with the key, its own query and constants, and nothing else", async () => {
    const { start, sent } = pressOf(regional, [{ id: "r1", polling_url: polled }, working, done]);
    const job = await start();
    await job.poll();
    await job.poll();
    expect(sent.slice(1)).toEqual(
      [1, 2].map(() => ({
        method: "GET",
        url: `${polled}&logs=1`,
        headers: expect.objectContaining({ "x-api-key": testKey, "x-version": "7" }),
        body: undefined,
      })),
    );
  });

  test("keeps a constant that it has", async () => {
    const { start, sent } = pressOf(regional, [{ id: "r1", polling_url: "https://kiln.example/x?logs=0" }, done]);
    await (await start()).poll();
    expect(sent[1]?.url).toBe("https://kiln.example/x?logs=0");
  });

  test("takes a key of the query", async () => {
    const { start, sent } = pressOf({ ...regional, api: { key: { in: "query", name: "key" } } }, [
      { id: "r1", polling_url: "https://kiln.example/x?a=1" },
      done,
    ]);
    await (await start()).poll();
    expect(sent[1]?.url).toBe(`https://kiln.example/x?a=1&logs=1&key=${testKey}`);
  });

  test("is kept without a key that the service repeats", async () => {
    const { start, sent } = pressOf({ ...regional, api: { key: { in: "query", name: "key" } } }, [
      { id: "r1", polling_url: `https://kiln.example/x?a=1&key=${testKey}&b=2` },
      done,
    ]);
    const job = await start();
    expect(JSON.stringify(job)).not.toContain(testKey);
    await job.poll();
    expect(sent[1]?.url).toBe(`https://kiln.example/x?a=1&b=2&logs=1&key=${testKey}`);
    const other = pressOf(regional, [{ id: "r1", polling_url: `https://kiln.example/${testKey}/x` }]);
    const error = await failureOf(other.start());
    expect(error).toMatchObject({ kind: "invalid-response", jobId: "r1" });
    expect(JSON.stringify(error) + error.message).not.toContain(testKey);
    expect(other.sent).toHaveLength(1);
  });

  test("may stand in a header, and be a path of the base URL", async () => {
    const { start, calls } = pressOf(
      { starts: { addresses: { status: { from: "$response.header.Location", hosts: [] } } } },
      [Response.json({ id: "r1" }, { headers: { location: "/v2/jobs/r1" } }), done],
      { baseUrl: "http://127.0.0.1:4010/press" },
    );
    await (await start()).poll();
    expect(calls()[1]).toBe("GET http://127.0.0.1:4010/v2/jobs/r1");
  });

  test.each([{}, { polling_url: null }, { polling_url: "" }])(
    "is the operation's own without one: %j",
    async (body) => {
      const { start, calls } = pressOf(regional, [{ id: "r1", ...body }, done]);
      await (await start()).poll();
      expect(calls()[1]).toBe("GET https://api.press.example/v1/renders/r1?logs=1");
    },
  );

  test("makes no identity longer than a table's key, and tells those apart that begin alike", async () => {
    const ids = new Set<string>();
    for (let index = 0; index < 200; index += 1) {
      const long = `https://kiln.example/${"a".repeat(3000)}?sig=${index}`;
      const { start } = pressOf(regional, [{ id: "r1", polling_url: long }]);
      const { identity } = await start();
      expect(identity.length).toBeLessThan(1100);
      ids.add(identity);
    }
    expect(ids.size).toBe(200);
  });

  test("goes with the saved job, and is part of its identity", async () => {
    const { start, resume, job, calls } = pressOf(regional, [{ id: "r1", polling_url: polled }, done]);
    const started = await start();
    const saved: unknown = JSON.parse(JSON.stringify(started));
    expect(saved).toMatchObject({ addresses: { status: polled } });
    await resume(saved).poll();
    expect(calls()[1]).toBe(`GET ${polled}&logs=1`);
    expect(resume(saved).identity).toBe(started.identity);
    expect(job().identity).not.toBe(started.identity);
  });

  test.each([
    "https://evil.example/v1",
    "https://eu1.press.example@evil.example/",
    "https://user:pass@eu1.press.example/",
    "http://eu1.press.example/",
    "https://eu1.press.example:8443/",
    "https://eu1.press.example.evil.example/",
    "https://eu1.press.example./",
    "//evil.example/",
    "\\\\evil.example/",
    "https://eu1.pr\u0435ss.example/",
    `https://kiln.example/${"a".repeat(9000)}`,
    17,
    {},
    true,
  ])("is refused as %j: nothing is sent there, and the error names the job", async (polling_url) => {
    const { start, sent } = pressOf(regional, [{ id: "r1", polling_url }]);
    const error = await failureOf(start());
    expect(error).toMatchObject({
      kind: "invalid-response",
      operation: "createRender",
      jobId: "r1",
      mayHaveStarted: true,
    });
    expect(error.message).toMatch(/address/);
    expect(sent).toHaveLength(1);
  });

  test("is checked again when a job is resumed, whoever edited it", async () => {
    const { job, resume, sent } = pressOf(regional);
    for (const status of [
      "https://evil.example/",
      "http://eu1.press.example/",
      "https://user@eu1.press.example/",
      7,
      {},
      [],
    ])
      expect(() => resume({ ...job().toJSON(), addresses: { status } })).toThrow(TypeError);
    expect(() => resume({ ...job().toJSON(), addresses: { status: "https://evil.example/a" } })).toThrow(
      "its status is, the address is at https://evil.example, which is not declared",
    );
    expect(resume({ ...job().toJSON(), addresses: { other: "https://evil.example/" } }).addresses).toBeUndefined();
    expect(resume({ ...job().toJSON(), addresses: "https://evil.example/" }).addresses).toBeUndefined();
    expect(sent).toEqual([]);
  });

  test("that redirects leads nowhere", async () => {
    const redirect = new Response(null, { status: 302, headers: { location: "https://evil.example/" } });
    const { start, sent } = pressOf(regional, [{ id: "r1", polling_url: polled }, redirect]);
    const job = await start();
    expect(await failureOf(job.poll())).toMatchObject({ kind: "invalid-response", status: 302 });
    expect(sent).toHaveLength(2);
  });

  test("gets no key when a middleware sends the request elsewhere", async () => {
    const { start, client, sent } = pressOf(regional, [{ id: "r1", polling_url: polled }, done]);
    const job = await start();
    client.use({ onRequest: ({ request }) => new Request("https://evil.example/", request) });
    await job.poll();
    expect(sent[1]?.url).toBe("https://evil.example/");
    expect(sent[1]?.headers).not.toHaveProperty("x-api-key");
  });
});
