import {
  classifyResponse,
  compileLifecycle,
  failureKindOf,
  type StatusKind,
  phaseOf,
  type Predicate,
  type XJob,
  type XStateRule,
} from "@genwait/lifecycle";
import fc from "fast-check";
import { expect, test } from "vitest";

import type { JobModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import type { Schema } from "../document/schema.ts";
import type { Engine } from "../engine/engine.ts";
import { possibleKinds } from "../job/status-kinds.ts";
import { createResponseTemplate } from "./response-template.ts";
import { composeState } from "./compose-state.ts";
import { asResponse } from "./draft.ts";

const schema: Schema = {
  type: "object",
  required: ["id", "status"],
  properties: {
    id: { type: "string", examples: ["job_1"] },
    status: { type: "string" },
    done: { type: "boolean", examples: [false] },
    count: { type: "integer", examples: [3] },
    reason: { type: "string", examples: ["Because"] },
    result: { type: "object", examples: [{ url: "https://x.example/job_1" }], properties: { url: { type: "string" } } },
    list: { type: "array", examples: [["one"]], items: { type: "string" } },
  },
};

const sample = {
  id: "job_1",
  status: "string",
  done: false,
  count: 3,
  reason: "Because",
  result: { url: "https://x.example/job_1" },
  list: ["one"],
};

const operation: Operation = {
  name: "getJob",
  method: "get",
  path: "/jobs/{id}",
  deprecated: false,
  security: [],
  parameters: [],
  readsHeaders: false,
  bodyTypes: [],
  callbacks: [],
  responses: ["200", "202", "403"].map((code) => ({
    code,
    headers: [],
    contents: [{ mediaType: "application/json", schema, examples: [] }],
  })),
};

const nobody: Engine = {
  operations: [operation],
  match: async () => ({ ok: true, operation, violations: [] }),
  mock: async () => ({ status: 200, headers: {}, violations: [] }),
  sample: async () => ({ status: 200, headers: {}, body: structuredClone(sample), violations: [] }),
  check: async () => [],
};

const noFollowUps = { carried: [], followUps: [], addresses: [], hasStatusAddress: false, isToldByCreate: false };

const compose = async (declaration: XJob, kind: StatusKind) => {
  const job: JobModel = {
    declaration,
    operation,
    id: { of: "request", in: "path", at: "id" },
    family: "job",
    linkedJobs: [],
    ...noFollowUps,
  };
  return composeState(
    job,
    { kind, items: [], requested: [] },
    createResponseTemplate(nobody, () => declaration.call ?? []),
  );
};

const classify = (declaration: XJob, response: ReturnType<typeof asResponse>): string => {
  const classified = classifyResponse(compileLifecycle(declaration), response);
  if (classified.is !== "state") return classified.is;
  return classified.state.phase === "failed" ? `failed: ${classified.state.failure.kind}` : classified.state.phase;
};

const expected = (kind: StatusKind): string => (phaseOf(kind) === "failed" ? `failed: ${failureKindOf(kind)}` : kind);

const predicate: fc.Arbitrary<Predicate> = fc.oneof(
  fc.constantFrom("a", "b", "c").map((is) => ({ at: "/status", is })),
  fc.boolean().map((is) => ({ at: "/done", is })),
  fc.constantFrom<Predicate>({ at: "/count", gt: 0 }, { at: "/count", is: 0 }, { at: "/count", not: 0 }),
  fc.constantFrom<Predicate>(
    { at: "/result", present: true },
    { at: "/result", absent: true },
    { at: "/result/url", present: true },
  ),
  fc.boolean().map((empty) => ({ at: "/list", empty })),
  fc.constantFrom<Predicate>({ at: "/reason", prefix: "SAFETY_" }, { at: "/reason", contains: "policy" }),
  fc.constantFrom(200, 202, 403).map((status) => ({ status })),
);
const kind = fc.constantFrom<StatusKind>(
  "pending",
  "succeeded",
  "partial",
  "failed",
  "filtered",
  "cancelled",
  "expired",
);
const rule: fc.Arbitrary<XStateRule> = fc.record({
  when: fc.array(predicate, { minLength: 1, maxLength: 3 }),
  is: kind,
});
const declarations: fc.Arbitrary<XJob> = fc.record(
  {
    name: fc.constant("job"),
    id: fc.constant({ request: "$request.path.id", response: "/id" }),
    call: fc.array(fc.record({ when: fc.tuple(predicate), is: fc.constant("rejected" as const) }), { maxLength: 1 }),
    state: fc.record(
      {
        rules: fc.array(rule, { maxLength: 4 }),
        at: fc.constant("/status"),
        values: fc.constant({ pending: ["a"], succeeded: ["b"], failed: ["c"] }),
        otherwise: fc.constantFrom("pending" as const, "failed" as const),
      },
      { requiredKeys: ["rules", "at", "values"] },
    ),
    has: fc.constantFrom(
      {},
      { succeeded: { present: ["/result"] }, pending: { absent: ["/result"] } },
      { failed: { present: ["/reason"], absent: ["/list"] } },
    ),
  },
  { requiredKeys: ["name", "id", "state", "has"] },
);

test("whatever a declaration says, a response composed for a kind is read as that kind", async () => {
  let [composed, impossible] = [0, 0];
  const law = fc.asyncProperty(declarations, async (declaration) => {
    for (const wanted of possibleKinds(declaration)) {
      const draft = await compose(declaration, wanted).catch(() => undefined);
      if (draft === undefined) impossible++;
      else {
        composed++;
        expect(classify(declaration, asResponse(draft))).toBe(expected(wanted));
      }
    }
  });
  await fc.assert(law, { seed: 7, numRuns: 500 });
  // Rules drawn at random contradict each other now and then; declarations that people write do not.
  expect(composed / (composed + impossible)).toBeGreaterThan(0.7);
});

test("a declaration without such a response is refused by name", async () => {
  const declaration: XJob = {
    name: "job",
    id: { request: "$request.path.id" },
    state: {
      rules: [
        { when: [{ at: "/done", is: true }], is: "failed" },
        {
          when: [
            { at: "/done", is: true },
            { at: "/count", gt: 0 },
          ],
          is: "partial",
        },
      ],
    },
  };
  await expect(compose(declaration, "partial")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to respond for a job that is partial: the declaration of job and its document leave no such response. Look at its rules, and at the examples of the members they read.]`,
  );
});
