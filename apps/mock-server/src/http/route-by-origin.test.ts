import { expect, test } from "vitest";

import type { ApiModel } from "../document/api-model.ts";
import { routeByOrigin } from "./route-by-origin.ts";

const api = (name: string, ...servers: string[]): ApiModel => ({
  name,
  title: name,
  servers: servers.map((server) => new URL(server)),
  operations: [],
  jobs: [],
  creates: new Map(),
  followUps: new Map(),
  errors: [],
});

const apis = [
  api("a", "https://api.example/v2/"),
  api("b", "https://api.example/other"),
  api("c", "https://c.example"),
];
const urls = new Map([
  ["a", "https://a.mock.invalid"],
  ["b", "http://127.0.0.1:4011"],
  ["c", "https://c.mock.invalid"],
]);

test.each([
  ["https://a.mock.invalid/jobs/1?x=2", { api: "a", target: "/jobs/1?x=2", base: "https://a.mock.invalid" }],
  ["http://127.0.0.1:4011/jobs", { api: "b", target: "/jobs", base: "http://127.0.0.1:4011" }],
  ["https://api.example/v2/jobs/1", { api: "a", target: "/jobs/1", base: "https://api.example/v2" }],
  ["https://api.example/other/jobs", { api: "b", target: "/jobs", base: "https://api.example/other" }],
  ["https://api.example/v2", { api: "a", target: "/", base: "https://api.example/v2" }],
  ["https://c.example/jobs", { api: "c", target: "/jobs", base: "https://c.example" }],
  ["https://api.example/v22/jobs", undefined],
  ["https://elsewhere.example/jobs", undefined],
])("%s goes where it belongs", (address, destination) => {
  expect(routeByOrigin(new URL(address), apis, urls)).toEqual(destination);
});
