import { isRecord } from "@genwait/lifecycle";

import { readFileSync } from "node:fs";

import { expect, test } from "vitest";
import { parse } from "yaml";

import type { Engine } from "../engine/engine.ts";
import { createEngine } from "../engine/prism.ts";
import { openStudio } from "../fixtures/studio.ts";

const described = async (): Promise<Engine> => {
  const document: unknown = parse(readFileSync(new URL("../../control.openapi.yaml", import.meta.url), "utf8"));
  return createEngine(isRecord(document) ? document : {});
};

/** Every operation of the control API, in an order in which each finds what it is about. */
const calls: readonly [string, string, unknown?][] = [
  ["GET", "/health"],
  ["GET", "/snapshot"],
  [
    "POST",
    "/jobs",
    {
      api: "studio",
      job: "pictures",
      id: "mine",
      scenario: { phases: [{ for: "5s", stage: "queued" }], items: ["succeeded", "failed"] },
    },
  ],
  ["POST", "/jobs", { api: "studio", id: "mock-never" }],
  ["POST", "/jobs", { api: "studio", id: "mock-never" }],
  ["POST", "/jobs", { api: "nobody" }],
  ["GET", "/jobs"],
  ["GET", "/jobs?limit=1&phase=pending"],
  ["GET", "/jobs/mine"],
  ["GET", "/jobs/nobody"],
  ["PUT", "/jobs/mine/scenario", { scenario: "slow-90s" }],
  ["POST", "/jobs/mine/fail", { kind: "filtered", message: "No" }],
  ["POST", "/jobs/mine/finish", {}],
  ["POST", "/jobs/mock-never/finish", {}],
  ["GET", "/scenarios"],
  ["PUT", "/scenarios/mine", { result: "failed", duration: { p50: "1s", p95: "2s" } }],
  ["GET", "/scenarios/mine"],
  ["GET", "/scenarios/nobody"],
  ["DELETE", "/scenarios/nobody"],
  ["PUT", "/scenarios/default", { scenario: "mine" }],
  ["PUT", "/scenarios/next", { scenario: "sloow" }],
  ["PUT", "/scenarios/next", { scenario: "failed" }],
  ["DELETE", "/scenarios/next"],
  ["DELETE", "/scenarios/mine"],
  ["POST", "/faults", { is: "rate-limited", retryAfter: "2s", times: 1 }],
  ["GET", "/faults"],
  ["DELETE", "/faults/1"],
  ["DELETE", "/faults/1"],
  ["DELETE", "/faults"],
  ["GET", "/requests?limit=5"],
  ["GET", "/requests.har?limit=5"],
  ["DELETE", "/requests"],
  ["GET", "/clock"],
  ["PUT", "/clock", { speed: 2 }],
  ["PUT", "/clock", { speed: -1 }],
  ["POST", "/clock/advance", { by: "30s" }],
  ["POST", "/clock/advance", { by: "30" }],
  ["DELETE", "/jobs/mine"],
  ["DELETE", "/jobs"],
  ["POST", "/reset"],
];

test("the control API responds as its description says, each operation of it", async () => {
  const engine = await described();
  const { call, poll } = await openStudio();
  await poll("deck", "seen");
  const seen = new Set<string>();
  for (const [method, place, body] of calls) {
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const { status, headers, body: found } = await call(`/_mock${place}`, { method, ...sent });
    const [path = "", query = ""] = `/_mock${place}`.split("?");
    const request = {
      method: method.toLowerCase(),
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { "content-type": "application/json" },
      body,
    };
    const match = await engine.match(request);
    // What the description forbids, the mock must refuse, and the other way round.
    expect([place, match.ok && match.violations.length > 0 ? "does not fit" : "fits"]).toEqual([
      place,
      status === 400 ? expect.anything() : "fits",
    ]);
    if (!match.ok) throw new Error(`The description lacks ${method} ${place}.`);
    const { operation } = match;
    seen.add(operation.name);
    const response = { status, headers: Object.fromEntries(headers), ...(found !== undefined && { body: found }) };
    expect([place, status, await engine.check(operation, response)]).toEqual([place, status, []]);
  }
  const rest = engine.operations.filter(({ name }) => !seen.has(name)).map(({ name }) => name);
  expect(rest).toEqual(["watch"]);
});
