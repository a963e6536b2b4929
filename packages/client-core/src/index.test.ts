import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import * as index from "./index.ts";
import * as runtime from "./runtime.ts";
import * as validate from "./validate.ts";
import { version } from "./version.ts";

test("each entry exports what it says", () => {
  expect(Object.keys(index).sort()).toEqual(["ApiError", "WebhookError", "isApiError", "jobOf", "startJob"]);
  expect(Object.keys(runtime)).toEqual([
    "createApiClient",
    "bodies",
    "DetailedJobs",
    "FollowUpJobs",
    "declaredParameters",
    "webhooks",
  ]);
  expect(Object.keys(validate)).toEqual(["createValidator"]);
});

test("the version that is sent is the package's", () => {
  expect(version).toBe(manifest.version);
});
