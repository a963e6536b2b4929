import { expect, test } from "vitest";

import { createVirtualClock, type VirtualClock } from "@genwait/lifecycle/testing";

import { createMockService } from "../create-mock-service.ts";
import type { MockService } from "../mock-service.ts";
import { parseJson } from "../json.ts";

const json = (schema: object): object => ({ content: { "application/json": { schema } } });

interface Parts {
  readonly created: object;
  readonly told: object;
  readonly job?: object;
  readonly idSchema?: object;
  readonly links?: object;
  readonly statusLinks?: object;
  readonly more?: object;
}

/** A kiln whose create and status respond as told. */
const kiln = ({ created, told, job, idSchema = { type: "string" }, links, statusLinks, more }: Parts): object => ({
  openapi: "3.1.0",
  info: { title: "Kiln", version: "1" },
  servers: [{ url: "https://kiln.example" }],
  paths: {
    "/firings": {
      post: {
        operationId: "fire",
        responses: {
          201: {
            description: "",
            ...json(created),
            links: {
              firing: { operationId: "firing", parameters: { firing: "$response.body#/id" } },
              ...links,
            },
          },
        },
      },
    },
    "/firings/{firing}": {
      get: {
        operationId: "firing",
        parameters: [{ name: "firing", in: "path", required: true, schema: idSchema }],
        "x-job": {
          name: "firing",
          id: { request: "$request.path.firing", response: "/id" },
          state: { at: "/state", values: { pending: ["hot"], succeeded: ["cool"], failed: ["cracked"] } },
          ...job,
        },
        responses: {
          200: { description: "", ...json(told), ...(statusLinks !== undefined && { links: statusLinks }) },
        },
      },
    },
    ...more,
  },
});

interface Answer {
  readonly status: number;
  readonly violations: string | null;
  readonly headers: Headers;
  readonly body: unknown;
}

interface Kiln {
  readonly mock: MockService;
  readonly clock: VirtualClock;
  readonly call: (path: string, init?: RequestInit) => Promise<Answer>;
  readonly fire: (scenario: string) => Promise<Answer>;
}

const open = async (document: object): Promise<Kiln> => {
  const clock = createVirtualClock({ auto: false });
  const mock = await createMockService({ apis: [{ name: "kiln", document }], clock });
  const call = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await mock.fetch(path.startsWith("/") ? mock.url("kiln") + path : path, init);
    const { status, headers } = response;
    const text = await response.text();
    const parsed = parseJson(text);
    return { status, headers, violations: headers.get("x-mock-violations"), body: parsed.ok ? parsed.value : text };
  };
  const fire = (scenario: string) => call("/firings", { method: "POST", headers: { "x-mock-scenario": scenario } });
  return { mock, clock, call, fire };
};

const text = { type: "string" };
const object = (properties: object, required: readonly string[] = Object.keys(properties)): object => ({
  type: "object",
  required,
  properties,
});

test.each([
  { type: "string", pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$" },
  { type: "string", format: "uuid" },
  { type: "string", pattern: "^fire:[A-Z]{2}[0-9]{6}$" },
  { type: "string", minLength: 20, maxLength: 24 },
])("a created job can be polled where the path wants ids like %j", async (idSchema) => {
  const body = object({ id: text, state: text });
  const { call, fire } = await open(kiln({ created: body, told: body, idSchema }));
  const { id } = Object((await fire("instant")).body);
  expect(await call(`/firings/${encodeURIComponent(id)}`)).toMatchObject({
    status: 200,
    violations: null,
    body: { id, state: "cool" },
  });
  expect((await call("/firings/mock-instant")).status).toBe(200);
});

const vendor = "https://kiln.example";
const address = (from: string, operationId: string, id: string = "$response.body#/id"): object => ({
  operationId,
  parameters: { firing: id },
  "x-address": { from: `$response.body#${from}`, hosts: ["kiln.example", "cdn.kiln.example"] },
});
const ofFiring = (operationId: string, method: string, responses: object): object => ({
  [method]: { operationId, parameters: [{ name: "firing", in: "path", required: true, schema: text }], responses },
});

test("addresses that a declaration reads are in a create's response though nothing demands them, and lead to the job", async () => {
  const uri = { type: "string", format: "uri" };
  const urls = object({ web: uri, get: uri, stop: { ...uri, example: "https://cdn.kiln.example/stop-1" } });
  const created = object({ id: text, state: text, urls, result: { type: ["string", "null"] }, mood: text }, ["id"]);
  const document = kiln({
    created,
    told: created,
    job: { output: { link: "pot" }, cancel: { link: "stop" } },
    links: {
      firing: address("/urls/get", "firing"),
      stop: address("/urls/stop", "stop"),
      pot: address("/result", "pot"),
    },
    statusLinks: { stop: address("/urls/stop", "stop"), pot: address("/result", "pot") },
    more: {
      "/firings/{firing}/pot": ofFiring("pot", "get", { 200: { description: "", ...json(object({ glaze: text })) } }),
      "/firings/{firing}/stop": ofFiring("stop", "post", { 200: { description: "" } }),
    },
  });
  const { call, fire, mock } = await open(document);
  const { id, urls: told, result, ...others } = Object((await fire("instant")).body);
  const at = `${mock.url("kiln")}/firings/${id}`;
  expect([told, result, others]).toEqual([{ web: expect.any(String), get: at, stop: `${at}/stop` }, `${at}/pot`, {}]);
  const polled = await call(told.get);
  expect(polled).toMatchObject({ status: 200, violations: null, body: { id, result, urls: { stop: told.stop } } });
  expect((await call(result)).status).toBe(200);
  expect(JSON.stringify(polled.body)).not.toContain(`${vendor.replace("https://", "")}/stop`);
});

test("an address that a cancel's own response gives leads to the job, too", async () => {
  const status = object({ id: text, state: text });
  const told = object({ asked: { type: "string", examples: ["yes"] }, follow: text });
  const stop = {
    200: { description: "", ...json(told), links: { firing: address("/follow", "firing", "$request.path.firing") } },
  };
  const { call, mock } = await open(
    kiln({
      created: status,
      told: status,
      job: { cancel: { link: "stop" } },
      statusLinks: { stop: { operationId: "stop", parameters: { firing: "$response.body#/id" } } },
      more: { "/firings/{firing}/stop": ofFiring("stop", "post", stop) },
    }),
  );
  await call("/firings/mock-never");
  const { body } = await call("/firings/mock-never/stop", { method: "POST" });
  expect(body).toEqual({ asked: "yes", follow: `${mock.url("kiln")}/firings/mock-never` });
});

test.each([
  ["a member of its own", { error: { type: ["string", "null"] } }, { message: "/error" }, { error: null }],
  [
    "an object",
    { error: { anyOf: [object({ text, code: text }), { type: "null" }] } },
    { message: "/error/text", code: "/error/code" },
    { error: null },
  ],
  [
    "members of an object that is always there",
    { end: object({ why: { type: ["string", "null"], examples: ["cracked in the heat"] }, at: text }) },
    { message: "/end/why" },
    { end: { why: null, at: expect.any(String) } },
  ],
])(
  "the reason of a failure is null where there is none and the schema demands it: %s",
  async (_, members, failure, none) => {
    const body = object({ id: text, state: text, ...members });
    const { call, fire, clock } = await open(kiln({ created: body, told: body, job: { failure } }));
    const created = await fire("instant");
    const { id } = Object(created.body);
    expect(created.body).toMatchObject(none);
    expect(await call(`/firings/${id}`)).toMatchObject({ violations: null, body: { state: "cool", ...none } });
    expect(await call("/firings/mock-never")).toMatchObject({ violations: null, body: { state: "hot", ...none } });
    await call("/firings/mock-failed");
    await clock.advance(600_000);
    const failed = await call("/firings/mock-failed");
    expect(failed).toMatchObject({ violations: null, body: { state: "cracked" } });
    expect(JSON.stringify(failed.body)).not.toContain("null");
  },
);

const variant = (state: object, properties: object, required: readonly string[] = Object.keys(properties)): object => ({
  ...object({ id: text, state, ...properties }, ["id", "state", ...required]),
  additionalProperties: false,
});
const hot = variant({ const: "hot" }, { degrees: { type: "integer" }, since: { type: "string", format: "date-time" } });
const cool = variant({ const: "cool" }, { pots: { type: "array", items: text }, price: { type: "number" } }, ["pots"]);
const cracked = variant({ enum: ["cracked"] }, { why: object({ text, code: { type: "integer" } }) });

test.each([
  ["at the top", { oneOf: [cool, cracked, hot] }, ""],
  ["in any order, beside what all share", { type: "object", anyOf: [cracked, hot, cool] }, ""],
  ["inside a part", { allOf: [{ oneOf: [hot, cool, cracked] }] }, ""],
  ["below a member", object({ id: text, firing: { oneOf: [hot, cool, cracked] } }), "/firing"],
])("a response is of its status's variant alone: %s", async (_, told, below) => {
  const job = {
    state: { at: `${below}/state`, values: { pending: ["hot"], succeeded: ["cool"], failed: ["cracked"] } },
    failure: { message: `${below}/why/text`, code: `${below}/why/code` },
    has: { succeeded: { present: [`${below}/pots`] } },
    progress: { at: `${below}/degrees`, of: 100 },
  };
  const { call, clock } = await open(kiln({ created: told, told, job }));
  const seen = async (id: string): Promise<readonly [string | null, string, ...string[]]> => {
    const { violations, body } = await call(`/firings/${id}`);
    const { state, id: _id, ...others } = below === "" ? Object(body) : Object(body).firing;
    return [violations, state, ...Object.keys(others).toSorted()];
  };
  expect(await seen("mock-never")).toEqual([null, "hot", "degrees", "since"]);
  expect((await seen("mock-instant")).slice(0, 3)).toEqual([null, "cool", "pots"]);
  await seen("mock-failed");
  await clock.advance(600_000);
  expect(await seen("mock-failed")).toEqual([null, "cracked", "why"]);
});

test("a variant that has no place for what all failures are said to have is sent as it is", async () => {
  const cold = variant({ const: "cold" }, { price: { type: "number" } });
  const told = { oneOf: [hot, cool, cracked, cold] };
  const values = { pending: ["hot"], succeeded: ["cool"], failed: ["cracked"], cancelled: ["cold"] };
  const job = {
    state: { at: "/state", values },
    failure: { message: "/why/text" },
    has: { failed: { present: ["/why"] } },
  };
  const { call, clock } = await open(kiln({ created: told, told, job }));
  await call("/firings/mock-cancelled");
  await clock.advance(600_000);
  expect(await call("/firings/mock-cancelled")).toMatchObject({
    status: 200,
    violations: null,
    body: { id: "mock-cancelled", state: "cold", price: expect.any(Number) },
  });
});

test("a create's response, and each output of a list, is of its own variant, too", async () => {
  const pot = (state: string, properties: object): object => ({
    ...object({ pot: text, state: { const: state }, ...properties }),
    additionalProperties: false,
  });
  const pots = { oneOf: [pot("wet", {}), pot("fired", { glaze: text }), pot("broken", { why: text })] };
  const told = object({ id: text, pots: { type: "array", items: pots } });
  const job = {
    state: { otherwise: "pending" },
    items: {
      at: "/pots",
      id: "/pot",
      state: { at: "/state", values: { pending: ["wet"], succeeded: ["fired"], failed: ["broken"] } },
      failure: { message: "/why" },
    },
  };
  const { call } = await open(kiln({ created: { oneOf: [cool, cracked, hot] }, told, job }));
  const { violations, body } = await call("/firings/mock-items-2");
  expect([violations, Object(body).pots]).toEqual([
    null,
    expect.arrayContaining([{ pot: expect.any(String), state: "wet" }]),
  ]);
  const plain = await open(kiln({ created: { oneOf: [cool, cracked, hot] }, told: hot }));
  expect((await plain.fire("never")).body).toEqual({
    id: expect.any(String),
    state: "hot",
    degrees: expect.any(Number),
    since: expect.any(String),
  });
});

const mediaOf = async (
  contents: object,
  accept: string | undefined,
): Promise<readonly [number, string | null, unknown]> => {
  const status = object({ id: text, state: text });
  const document = kiln({
    created: status,
    told: status,
    job: { output: { link: "film" } },
    statusLinks: { film: { operationId: "film", parameters: { firing: "$response.body#/id" } } },
    more: { "/firings/{firing}/film": ofFiring("film", "get", { 200: { description: "", content: contents } }) },
  });
  const { call } = await open(document);
  await call("/firings/mock-instant");
  const film = await call("/firings/mock-instant/film", accept === undefined ? {} : { headers: { accept } });
  return [film.status, film.headers.get("content-type"), film.body];
};

const film = { "video/mp4": { schema: { type: "string", format: "binary" } } };
const bare = { "application/json": { schema: { type: "string" } } };
const shown = {
  "application/json": { schema: object({ url: { type: "string", example: "https://a.example/b.mp4" } }) },
};
const spoken = { "application/json": { schema: { type: "string", example: "a film of clay" } } };

test.each([
  ["nothing", bare, undefined, "video/mp4"],
  ["anything", bare, "*/*", "video/mp4"],
  ["a kind", bare, "video/*", "video/mp4"],
  ["JSON", bare, "application/json", "application/json"],
  ["JSON before others", bare, "application/json, text/plain, */*", "application/json"],
  ["others before JSON", shown, "application/json;q=0.5, */*", "video/mp4"],
  ["anything, and JSON is an object", shown, "*/*", "application/json"],
  ["nothing, and JSON has an example", spoken, undefined, "application/json"],
  ["bytes, and JSON is an object", shown, "video/mp4", "video/mp4"],
])("an output of several media types is what its caller takes: %s", async (_, others, accept, wanted) => {
  for (const contents of [
    { ...others, ...film },
    { ...film, ...others },
  ]) {
    const [status, media, body] = await mediaOf(contents, accept);
    expect([status, media]).toEqual([200, wanted]);
    if (wanted === "video/mp4") expect(body).toContain("ftyp");
    else expect(typeof body).toBe(others === shown ? "object" : "string");
  }
});
