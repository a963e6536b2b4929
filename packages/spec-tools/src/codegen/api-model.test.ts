import { describe, expect, it } from "vitest";

import type { JsonObject } from "../openapi/json.ts";
import { readApi } from "./api-model.ts";
import { bakeStatus, testDocument } from "./testing.ts";

const read = (document: JsonObject) => readApi({ name: "oven", document, place: "specs/oven" });

const withSchemes = (scheme: JsonObject): JsonObject => ({
  ...testDocument(),
  security: [{ key: [] }],
  components: { schemas: { Bake: {} }, securitySchemes: { key: scheme } },
});

describe("the key", () => {
  it.each([
    ["a header", { type: "apiKey", in: "header", name: "X-Key" }, { in: "header", name: "X-Key" }],
    ["a query parameter", { type: "apiKey", in: "query", name: "key" }, { in: "query", name: "key" }],
    ["a bearer token", { type: "http", scheme: "Bearer" }, { in: "header", name: "Authorization", prefix: "Bearer " }],
    ["an OAuth token", { type: "oauth2", flows: {} }, { in: "header", name: "Authorization", prefix: "Bearer " }],
  ])("travels as %s", (_, scheme, key) => {
    expect(read(withSchemes(scheme)).key).toEqual(key);
  });

  it("is none for an API without security", () => {
    expect(read(testDocument()).key).toBeUndefined();
  });

  it("is found at an operation", () => {
    const document = testDocument({
      paths: { "/bakes/{id}": { get: { ...bakeStatus, security: [{ key: [] }] } } },
      more: {
        components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "K" } }, schemas: { Bake: {} } },
      },
    });
    expect(read(document).key).toEqual({ in: "header", name: "K" });
  });

  it("cannot travel as a cookie", () => {
    expect(() => read(withSchemes({ type: "apiKey", in: "cookie", name: "sid" }))).toThrowErrorMatchingInlineSnapshot(
      `[GenerateError: Failed to generate from specs/oven/components/securitySchemes/key: a key cannot travel as "apiKey cookie". Use apiKey in header or query, or http with bearer or another word that stands before the key.]`,
    );
  });

  it("is no parameter of an operation", () => {
    const parameters = [
      ...bakeStatus.parameters,
      { name: "x-key", in: "header", required: true, schema: { type: "string" } },
    ];
    const document = {
      ...withSchemes({ type: "apiKey", in: "header", name: "X-Key" }),
      paths: { "/bakes/{id}": { get: { ...bakeStatus, parameters } } },
    };
    expect(read(document).operations[0]?.parameters.map(({ name }) => name)).toEqual(["id"]);
  });
});

const pinned = (address: unknown) =>
  testDocument({ more: { "x-base-url": typeof address === "string" ? address : null } });

describe("the address that gets the key", () => {
  it("is the one that is pinned, whatever servers the document lists", () => {
    const servers = [{ url: "https://elsewhere.example" }];
    expect(read(testDocument({ more: { servers } })).baseUrl).toBe("https://oven.example");
  });

  it.each(["http://127.0.0.1:4010/v1", "http://localhost:1", "https://oven.example/v1"])("may be %s", (address) => {
    expect(read(pinned(address)).baseUrl).toBe(address);
  });

  it.each([
    [undefined, "is not pinned"],
    ["/v1", "is no absolute address"],
    ["http://oven.example", "is not https"],
    ["ftp://oven.example", "is not https"],
    ["https://user:secret@oven.example", "has a user or a password in it"],
    ["https://oven.example?key=secret", "has a query or a fragment"],
    ["https://oven.example#secret", "has a query or a fragment"],
    ["https://{region}.oven.example", "has a variable in it"],
  ])("is refused when it is %s, without repeating it", (address, why) => {
    const reading = () => read(pinned(address));
    expect(reading).toThrow(`Failed to generate from specs/oven (x-base-url): the base URL ${why}`);
    expect(reading).not.toThrow(/secret/);
  });
});

const upload = (content: JsonObject) => ({
  post: { operationId: "upload", requestBody: { content }, responses: {} },
});

const mediaOf = (content: JsonObject) =>
  read(testDocument({ paths: { "/bakes/{id}": { get: bakeStatus }, "/files": upload(content) } })).operations[1]?.body
    ?.media;

describe("operations", () => {
  it("take the parameters of their path, and replace them by their own", () => {
    const item = {
      parameters: [
        { name: "id", in: "path", description: "of the path" },
        { name: "deep", in: "query" },
      ],
      get: { ...bakeStatus, parameters: [{ name: "id", in: "path", description: "own" }] },
    };
    const [operation] = read(testDocument({ paths: { "/bakes/{id}": item } })).operations;
    expect(
      operation?.parameters.map(({ name, description, isRequired }) => ({ name, description, isRequired })),
    ).toEqual([
      { name: "id", description: "own", isRequired: true },
      { name: "deep", description: undefined, isRequired: false },
    ]);
  });

  it("need an operationId", () => {
    const { operationId: _, ...nameless } = bakeStatus;
    expect(() =>
      read(testDocument({ paths: { "/bakes/{id}": { get: nameless } } })),
    ).toThrowErrorMatchingInlineSnapshot(
      `[GenerateError: Failed to generate from specs/oven (get /bakes/{id}): the operation has no operationId. Give it one in the overlay.]`,
    );
  });

  it("may carry any media, and JSON where there is a choice", () => {
    expect(mediaOf({ "multipart/form-data": { schema: {} } })).toBe("multipart/form-data");
    expect(mediaOf({ "text/csv": {}, "application/json": { schema: {} } })).toBe("application/json");
  });

  it("say how their parameters are written, cookies among them", () => {
    const parameters = [
      ...bakeStatus.parameters,
      { name: "ids", in: "query", explode: false, schema: {} },
      { name: "piped", in: "query", style: "pipeDelimited", explode: false, allowReserved: true, schema: {} },
      { name: "session", in: "cookie", schema: {} },
    ];
    const [operation] = read(
      testDocument({ paths: { "/bakes/{id}": { get: { ...bakeStatus, parameters } } } }),
    ).operations;
    expect(operation?.parameters.map(({ schema: _, ...parameter }) => parameter)).toEqual([
      { name: "id", in: "path", isRequired: true },
      { name: "ids", in: "query", isRequired: false, explode: false },
      { name: "piped", in: "query", isRequired: false, style: "pipeDelimited", explode: false, allowReserved: true },
      { name: "session", in: "cookie", isRequired: false },
    ]);
  });

  it("respond by their default where no good response has a code", () => {
    const responses = { default: bakeStatus.responses["200"] };
    expect(
      read(testDocument({ paths: { "/bakes/{id}": { get: { ...bakeStatus, responses } } } })).operations[0]
        ?.responses[0]?.code,
    ).toBe("2XX");
  });
});

const job = (name: string, more: JsonObject = {}): JsonObject => ({
  ...bakeStatus,
  operationId: name,
  "x-job": { ...bakeStatus["x-job"], name, ...more },
});

describe("jobs", () => {
  it("have as default the declared one", () => {
    const paths = { "/a/{id}": { get: job("a") }, "/b/{id}": { get: job("b", { default: true }) } };
    expect(read(testDocument({ paths })).defaultJob).toBe("b");
  });

  it("have as default the first that is not deprecated", () => {
    const paths = { "/a/{id}": { get: { ...job("a"), deprecated: true } }, "/b/{id}": { get: job("b") } };
    expect(read(testDocument({ paths })).defaultJob).toBe("b");
  });

  it.each([
    ["$request.query.id", { in: "query", name: "id" }],
    ["$request.body#/task", { in: "body", name: "task" }],
  ])("take their id from %s", (request, id) => {
    const parameters = [{ name: "id", in: "query", schema: { type: "string" } }];
    const operation = { ...bakeStatus, parameters, "x-job": { ...bakeStatus["x-job"], id: { request } } };
    expect(read(testDocument({ paths: { "/bakes": { post: operation } } })).jobs[0]?.status).toEqual({
      operation: "getBake",
      parameters: [{ ...id, from: "$job.id" }],
    });
  });

  it("need the parameter that they name", () => {
    const operation = { ...bakeStatus, "x-job": { ...bakeStatus["x-job"], id: { request: "$request.path.bake" } } };
    expect(() =>
      read(testDocument({ paths: { "/bakes/{id}": { get: operation } } })),
    ).toThrowErrorMatchingInlineSnapshot(
      `[GenerateError: Failed to generate from specs/oven (getBake): job "bake" takes its id from $request.path.bake, which the operation does not have. Use one of: $request.path.id.]`,
    );
  });
});

const create = (link: JsonObject): JsonObject =>
  testDocument({
    paths: {
      "/bakes/{id}": { get: bakeStatus },
      "/bakes": {
        post: { operationId: "createBake", responses: { "201": { description: "", links: { bake: link } } } },
      },
    },
  });

describe("a Link", () => {
  it.each([
    [
      "an operationId",
      { operationId: "getBake", parameters: { id: "$response.body#/id" } },
      { job: "bake", id: "/id" },
    ],
    [
      "an operationRef",
      { operationRef: "#/paths/~1bakes~1{id}/get", parameters: { "path.id": "$response.body#/id" } },
      { job: "bake", id: "/id" },
    ],
    [
      "a list of items",
      { operationId: "getBake", parameters: { id: "$response.body#/id" }, "x-items": "/loaves" },
      { job: "bake", id: "/id", items: "/loaves" },
    ],
  ])("leads to a job by %s", (_, link, starts) => {
    expect(read(create(link)).operations.find(({ id }) => id === "createBake")?.starts).toEqual(starts);
  });

  it("that leads elsewhere starts nothing", () => {
    expect(read(create({ operationId: "other" })).operations.every(({ starts }) => starts === undefined)).toBe(true);
  });

  it("says where the id is", () => {
    expect(() =>
      read(create({ operationId: "getBake", parameters: { id: "$request.body#/id" } })),
    ).toThrowErrorMatchingInlineSnapshot(
      `[GenerateError: Failed to generate from specs/oven (createBake, link bake): it does not say which member of the response is the job's id. Write parameters: { id: "$response.body#/<pointer>" }.]`,
    );
  });
});

it("takes the id that support asks for from the declared headers", () => {
  const responses = { "200": { ...bakeStatus.responses["200"], headers: { "X-Request-Id": {} } } };
  expect(read(testDocument({ paths: { "/bakes/{id}": { get: { ...bakeStatus, responses } } } })).requestIdHeader).toBe(
    "x-request-id",
  );
});
