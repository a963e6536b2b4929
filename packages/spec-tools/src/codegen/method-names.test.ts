import { type ApiDescriptor, createApiClient } from "@genwait/client-core";
import { expect, it } from "vitest";

import { startMethod } from "./method-names.ts";

const apiWith = (operation: string): ApiDescriptor => {
  const api: ApiDescriptor = {
    name: "oven",
    title: "Oven",
    keyVariable: "OVEN_API_KEY",
    baseUrl: "https://oven.example",
    operations: {
      [operation]: {
        id: operation,
        method: "POST",
        path: "/bakes",
        body: "input",
        starts: { method: startMethod(operation), job: "bake", id: "/id" },
        answers: {},
      },
    },
    jobs: {},
    defaultJob: "bake",
    createClient: (options) => createApiClient(api, options),
  };
  return api;
};

it.each([
  ["createBake", "startBake"],
  ["bake", "startBake"],
  ["creates", "startCreates"],
  ["create", "startCreate"],
  ["submit_job", "startSubmit_job"],
])("calls the start of %s %s, as clients do at run time", (operation, method) => {
  expect(startMethod(operation)).toBe(method);
  expect(Object.keys(apiWith(operation).createClient())).toContain(method);
});
