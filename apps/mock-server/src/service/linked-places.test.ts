import { createVirtualClock } from "@genwait/lifecycle/testing";
import { expect, test } from "vitest";

import { createMockService } from "../create-mock-service.ts";

const json = (schema: object): object => ({ content: { "application/json": { schema } } });
const text = (example: string): object => ({ type: "string", example });
const members = (properties: object): object => ({ type: "object", required: Object.keys(properties), properties });

const vendor = "https://press.example";

/** Its create gives the status address in a header, its status an address with a ticket that nothing else knows. */
const document = {
  openapi: "3.1.0",
  info: { title: "Press", version: "1" },
  servers: [{ url: vendor }],
  paths: {
    "/prints": {
      post: {
        operationId: "print",
        parameters: [{ name: "X-Shop", in: "header", required: true, schema: text("east") }],
        responses: {
          "201": {
            description: "",
            headers: { Location: { schema: text(`${vendor}/status?print=pr-1&shop=east`) } },
            ...json(members({ id: text("pr-1") })),
            links: {
              started: {
                operationRef: "#/paths/~1status/get",
                parameters: { print: "$response.body#/id", shop: "$request.header.X-Shop" },
                "x-address": { from: "$response.header.Location", hosts: ["press.example"] },
              },
            },
          },
        },
      },
    },
    "/status": {
      get: {
        operationId: "status",
        parameters: [
          { name: "print", in: "query", required: true, schema: text("pr-1") },
          { name: "shop", in: "query", required: true, schema: text("east") },
        ],
        "x-job": {
          name: "print",
          id: { request: "$request.query.print", response: "/id" },
          state: { at: "/state", values: { pending: ["inking"], succeeded: ["dry"] } },
          output: { link: "sheet" },
        },
        responses: {
          "200": {
            description: "",
            ...json(
              members({
                id: text("pr-1"),
                state: text("dry"),
                ticket: text("tk-77ab"),
                sheet: text(`${vendor}/sheets/tk-77ab`),
              }),
            ),
            links: {
              sheet: {
                operationId: "sheet",
                parameters: { ticket: "$response.body#/ticket" },
                "x-address": { from: "$response.body#/sheet", hosts: ["press.example"] },
              },
            },
          },
        },
      },
    },
    "/sheets/{ticket}": {
      get: {
        operationId: "sheet",
        parameters: [{ name: "ticket", in: "path", required: true, schema: text("tk-77ab") }],
        responses: {
          "200": { description: "", content: { "application/pdf": { schema: { type: "string", format: "binary" } } } },
          "404": { description: "", ...json(members({ why: text("no such sheet") })) },
        },
      },
    },
  },
};

const openPress = async () => {
  const clock = createVirtualClock({ auto: false });
  const mock = await createMockService({ apis: [{ name: "press", document }], clock });
  const start = async (shop: string): Promise<string> => {
    const init = { method: "POST", headers: { "x-shop": shop, "x-mock-scenario": "instant" } };
    return (await mock.fetch(`${mock.url("press")}/prints`, init)).headers.get("location") ?? "";
  };
  const read = async (url: string): Promise<Readonly<Record<string, string>>> => (await mock.fetch(url)).json();
  return { mock, start, read };
};

test("an address in a header leads to the job, with what the create's request carried", async () => {
  const { mock, start, read } = await openPress();
  const address = await start("west");
  expect(address).toMatch(/^https:\/\/press\.mock\.invalid\/status\?print=pr-\w+&shop=west$/);
  expect(await read(address)).toMatchObject({ state: "dry" });
  expect((await mock.fetch(address.replace("shop=west", "shop=east"))).status).toBe(404);
});

test("an address that carries what its own response tells leads to that job's output, as long as the job lives", async () => {
  const { mock, start, read } = await openPress();
  const [one, other] = [await read(await start("west")), await read(await start("west"))];
  expect(one.ticket).not.toBe(other.ticket);
  expect(one.sheet).toBe(`${mock.url("press")}/sheets/${one.ticket}`);
  const sheet = await mock.fetch(one.sheet ?? "", { headers: { accept: "application/pdf" } });
  const bytes = await sheet.text();
  expect([sheet.status, sheet.headers.get("content-type"), bytes.slice(0, 5)]).toEqual([
    200,
    "application/pdf",
    "%PDF-",
  ]);
  expect((await mock.fetch(`${mock.url("press")}/sheets/tk-unknown`)).status).toBe(404);
  mock.jobs.remove(one.id ?? "");
  expect((await mock.fetch(one.sheet ?? "")).status).toBe(404);
});

test("a job that the control starts is known by its id, whatever else is asked with it", async () => {
  const { mock, read } = await openPress();
  const { id } = await mock.jobs.create({ api: "press", scenario: "instant" });
  for (const shop of ["east", "west"])
    expect(await read(`${mock.url("press")}/status?print=${id}&shop=${shop}`)).toMatchObject({ id, state: "dry" });
});
