import { startMethod as methodOfClients } from "@genwait/client-core";
import { expect, it } from "vitest";

import { startMethod } from "./method-names.ts";

it.each([
  ["createBake", "startBake"],
  ["bake", "startBake"],
  ["creates", "startCreates"],
  ["create", "startCreate"],
  ["submit_job", "startSubmit_job"],
])("calls the start of %s %s, as clients do at run time", (operation, method) => {
  expect(startMethod(operation)).toBe(method);
  expect(methodOfClients(operation)).toBe(method);
});
