import { tmpdir } from "node:os";

import { expect, test } from "vitest";

import { checkOptions } from "./check-options.ts";
import { studio } from "./fixtures/studio.ts";
import type { MockServerOptions } from "./start-mock-server.ts";

const apis = [{ name: "studio", document: studio }];

// As JavaScript and a CLI hand them over: no compiler has seen them.
const refusalOf = (more: object): string => {
  const options: MockServerOptions = { apis, ...more };
  try {
    checkOptions(options);
    return "";
  } catch (error) {
    return error instanceof TypeError ? error.message : "no TypeError";
  }
};

test.each<[option: string, ...values: unknown[]]>([
  ["apis", undefined, [], "studio", [{ name: "", document: studio }], [{ document: studio }]],
  ["clock", {}, 5],
  ["seed", Number.NaN, {}, Number.POSITIVE_INFINITY],
  ["startTime", "yesterday", Number.NaN, -1, 1e15, new Date(Number.NaN), {}],
  ["speed", 0, -1, Number.NaN, 1e12, "20"],
  ["scenario", 5, ["failed"]],
  ["scenarios", [], "x"],
  ["anyId", "yes", 1],
  ["validate", "no"],
  ["publicUrl", 5],
  ["vendorUrls", "true"],
  ["callbacks", "some", true],
  ["onRecord", 3],
  ["recordsRaw", "x"],
  ["fetch", 4],
  ["keys", "abc", [""], [5]],
  [
    "limits",
    true,
    { requests: 0, per: "1s" },
    { requests: 1.5, per: "1s" },
    { requests: 1, per: "0s" },
    { requests: 1 },
  ],
  ["maxJobs", 0, -1, 1.5, Number.NaN, "many"],
  ["maxRequests", -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY],
  ["log", "json"],
  ["port", 70_000, -1, Number.NaN, "4010", 1.5],
  ["host", "", 5],
  ["expose", "yes"],
  ["token", "", "with space", "ümlaut-ümlaut-ümlaut"],
])("the option %s is refused by its name where it cannot be meant", (option, ...values) => {
  for (const value of values)
    expect([value, refusalOf({ [option]: value })]).toEqual([value, expect.stringMatching(`its option ${option} is `)]);
});

test("an option that there is not is refused, and one that is left out is none", () => {
  expect(refusalOf({ strict: true })).toMatch(
    /^Failed to start the mock: there is no option "strict"\. Choose from apis, /,
  );
  expect(refusalOf({ publicUrl: { studoi: "http://127.0.0.1" } })).toMatch(
    /names the API "studoi", which is not mocked/,
  );
  expect(refusalOf({ speed: undefined, keys: undefined })).toBe("");
  expect(refusalOf({ keys: ["one"], limits: false, maxRequests: 0, startTime: "2026-01-01T00:00:00Z" })).toBe("");
});

test.each<[reason: string, scenario: object]>([
  ['"polls" is not a number of polls', { polls: 1.5 }],
  ['"phases" is not a list of phases', { phases: [] }],
  ['"progress" is not a share from 0 to 1', { phases: [{ for: "1s", progress: 2 }] }],
  ['"rate" is not the share of calls that meet it, above 0', { faults: [{ is: "reset", rate: 0 }] }],
  ['"on" is not a poll counted from 1', { faults: [{ is: "reset", on: 0 }] }],
  ["the fault never hits", { faults: [{ is: "reset", for: "0s" }] }],
  ['"p50" is more than "p95"', { duration: { p50: "10s", p95: "1s" } }],
  ["is longer than a hundred years", { phases: [{ for: "99999999999h" }] }],
  ['"retryAfter" means nothing to hang', { faults: [{ is: "hang", retryAfter: "2s" }] }],
  ["contradict each other", { duration: "1s", polls: 3 }],
  ['"items" is not a number of outputs', { items: 1001 }],
  ["there is no such folder", { files: "/no/such/folder" }],
  ['"webhook" is not one of', { webhook: "sometimes" }],
])("a scenario that cannot be played is refused, in options as in files: %s", (reason, scenario) => {
  expect(refusalOf({ scenarios: { own: scenario } })).toContain(reason);
  expect(refusalOf({ scenario })).toContain(reason);
});

test("scenarios of one's own are taken as the schema knows them", () => {
  expect(refusalOf({ scenarios: { own: { duration: "1s", result: "failed", files: tmpdir() } } })).toBe("");
  expect(refusalOf({ scenarios: { "no name": {} } })).toContain("is no name of small letters");
});
