import { expect, test } from "vitest";

import * as entry from "./index.ts";
import * as fixture from "./vitest.ts";

test("the package exports these values and no others", () => {
  expect(Object.keys(entry).toSorted()).toMatchInlineSnapshot(`
    [
      "ControlError",
      "createMockService",
      "faultNames",
      "mockWebhookSecret",
      "readDocumentFile",
      "readScenarioFile",
      "readScenarios",
      "startMockServer",
    ]
  `);
  expect(Object.keys(fixture)).toEqual(["createMockTest"]);
});
