import { expect, test } from "vitest";

import { createVirtualClock } from "@genwait/lifecycle/testing";

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
  readonly call: (path: string, init?: RequestInit) => Promise<Answer>;
  readonly fire: (scenario: string) => Promise<Answer>;
}

const open = async (document: object): Promise<Kiln> => {
  const mock = await createMockService({
    apis: [{ name: "kiln", document }],
    clock: createVirtualClock({ auto: false }),
  });
  const call = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await mock.fetch(path.startsWith("/") ? mock.url("kiln") + path : path, init);
    const { status, headers } = response;
    const text = await response.text();
    const parsed = parseJson(text);
    return { status, headers, violations: headers.get("x-mock-violations"), body: parsed.ok ? parsed.value : text };
  };
  const fire = (scenario: string) => call("/firings", { method: "POST", headers: { "x-mock-scenario": scenario } });
  return { mock, call, fire };
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
