import { Ajv } from "ajv";
import { errorKinds } from "@genwait/lifecycle";
import { describe, expect, test } from "vitest";
import schema from "../json-line.schema.json" with { type: "json" };
import { errorFacts } from "./error-facts.ts";
import { testJob } from "./fixtures/test-io.ts";
import { failedCreateLine, jsonLine, startedLine } from "./json-line.ts";

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
const took = { job: testJob("p1"), attempts: 2, elapsedMs: 12.6 };
const failure = (facts: object): Error => Object.assign(new Error("Lost."), facts);
const create = { api: "pictures", job: "picture", operation: "draw" };

const lines: readonly (readonly [string, string])[] = [
  ["a result", jsonLine({ ...took, state: { phase: "succeeded", body: { url: "u" } } }, "KEY")],
  [
    "a part of a result",
    jsonLine(
      {
        ...took,
        state: {
          phase: "partial",
          body: {},
          items: [
            { id: "m1", phase: "succeeded", status: "done", body: {} },
            { phase: "failed", status: 7, failure: { kind: "filtered", status: 7 }, body: {} },
          ],
        },
        files: [
          { at: "/a", path: "/here/a.png" },
          { at: "/b", error: "gone" },
        ],
      },
      "KEY",
    ),
  ],
  [
    "a failure",
    jsonLine(
      {
        ...took,
        state: {
          phase: "failed",
          body: {},
          failure: { kind: "error", status: "bad", message: "No.", code: 4, missing: ["/error"] },
        },
      },
      "KEY",
    ),
  ],
  [
    "a job that goes on",
    jsonLine(
      { ...took, state: { phase: "pending", body: {}, stage: "drying", progress: 0.4, unknownStatus: "warming" } },
      "KEY",
    ),
  ],
  ["a wait that stopped", jsonLine({ ...took, error: failure({ kind: "network", fault: "network" }) }, "KEY")],
  ["an interrupted one", jsonLine({ ...took, error: AbortSignal.abort().reason }, "KEY")],
  [
    "a created job",
    startedLine(
      { ...testJob("p1"), parameters: { shelf: "a" }, createdAtMs: 7 },
      { operation: "draw", body: { id: "p1" } },
    ),
  ],
  ["a create that failed", failedCreateLine(create, errorFacts(failure({ kind: "rejected", status: 422 }), "KEY"))],
  [
    "a create that may have started a job",
    failedCreateLine(create, errorFacts(failure({ kind: "network", mayHaveStarted: true, jobId: "p1" }), "KEY")),
  ],
];

describe("every line has one shape", () => {
  test.each(lines)("%s", (_, line) => {
    expect(line.endsWith("\n")).toBe(true);
    expect(line.trimEnd()).not.toMatch(/\p{Cc}/u);
    const value: unknown = JSON.parse(line);
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each(lines)("the phase is unknown exactly where there is an error: %s", (_, line) => {
    const { phase, error } = JSON.parse(line) as { phase: string; error?: object };
    expect(phase === "unknown").toBe(error !== undefined);
  });
});

test("the schema knows every kind of error", () => {
  expect(schema.definitions.error.properties.kind.enum).toEqual([
    ...Object.keys(errorKinds),
    "timeout",
    "aborted",
    "store",
    "unexpected",
  ]);
});
