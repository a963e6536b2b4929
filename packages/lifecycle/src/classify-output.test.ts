import { describe, expect, test } from "vitest";
import { classifyOutput } from "./classify-output.ts";
import type { OutputStep } from "./lifecycle.ts";

const step: OutputStep = {
  failed: [
    { when: [{ status: 422, at: "/type", is: "moderated" }], is: "filtered", message: "/detail" },
    { when: [{ status: "4XX" }], message: "/detail", code: "/code" },
    { when: [{ status: 410 }], is: "expired" },
    { when: [{ status: 500 }] },
    { when: [{ at: "/error", present: true }], message: "/error/message" },
  ],
  pending: [{ when: [{ status: 425 }] }, { when: [{ at: "/ready", is: false }] }],
};

const classified = (status: number, body: unknown = {}): unknown => classifyOutput(step, { status, body });

describe("what is declared is the job's own", () => {
  test.each([
    [422, { detail: "no" }, { kind: "error", status: 422, message: "no" }],
    [400, { detail: "bad", code: 7 }, { kind: "error", status: 400, message: "bad", code: 7 }],
    [422, { type: "moderated", detail: "no" }, { kind: "filtered", status: 422, message: "no" }],
    [410, {}, { kind: "expired", status: 410 }],
    [500, {}, { kind: "error", status: 500 }],
    [200, { error: { message: "broke" } }, { kind: "error", status: 200, message: "broke" }],
  ])("%i %j is a failure", (status, body, failure) =>
    expect(classified(status, body)).toEqual({ is: "failed", failure }),
  );

  test.each([
    [425, {}],
    [200, { ready: false }],
  ])("%i %j is pending", (status, body) => expect(classified(status, body)).toEqual({ is: "pending" }));
});

test("what is not ready yet is no failure, however wide that is declared", () => {
  const wide: OutputStep = {
    failed: [{ when: [{ status: "4XX" }] }],
    pending: [{ when: [{ status: 400, at: "/detail", prefix: "still" }] }],
  };
  expect(classifyOutput(wide, { status: 400, body: { detail: "still running" } })).toEqual({ is: "pending" });
  expect(classifyOutput(wide, { status: 400, body: { detail: "bad" } })).toMatchObject({ is: "failed" });
});

describe("what speaks of the call never ends the job", () => {
  test.each([401, 402, 403, 404, 407, 408, 429])("%i is not meant by its class", (status) =>
    expect(classified(status)).toEqual({ is: "unclassified" }),
  );
  test.each([401, 407, 408, 429, 503])("%i is not even where it is named", (status) =>
    expect(classifyOutput({ failed: [{ when: [{ status }] }] }, { status, body: {} })).toEqual({ is: "unclassified" }),
  );
  test("nor is any code that no rule names", () => {
    for (let status = 300; status < 600; status += 1)
      expect(classifyOutput({}, { status, body: { detail: "no" } })).toEqual({ is: "unclassified" });
  });
  test("a rule without a code looks at good responses alone", () =>
    expect(classified(502, { error: { message: "gateway" } })).toEqual({ is: "unclassified" }));
});
