import { describe, expect, test } from "vitest";
import type { JobState } from "./job-state.ts";
import { compileLifecycle, type Lifecycle } from "./lifecycle.ts";
import { withDetails } from "./state-details.ts";
import type { XJob } from "./x-job.ts";

const nowMs = Date.parse("2026-01-02T03:04:05Z");

const lifecycle = (more: Partial<XJob>): Lifecycle =>
  compileLifecycle({ name: "job", id: { request: "$request.path.id" }, ...more });

const pending = (body: unknown): JobState => ({ phase: "pending", body });
const succeeded = (body: unknown, output?: unknown): JobState => ({ phase: "succeeded", body, output });

const stateOf = (of: Lifecycle, state: JobState): JobState => withDetails(of, state, nowMs);

const expiresAt = (expires: XJob["expires"], state: JobState): unknown => {
  const found = withDetails(lifecycle({ ...(expires && { expires }) }), state, nowMs);
  return "expiresAt" in found ? found.expiresAt : undefined;
};

test("a lifecycle that declares nothing adds nothing", () =>
  expect(withDetails(lifecycle({}), pending({ logs: ["a"], position: 3 }), nowMs)).toEqual(
    pending({ logs: ["a"], position: 3 }),
  ));

describe("the place in a queue", () => {
  const queued = lifecycle({ queue: { at: "/position" } });
  const positionOf = (position: unknown): unknown => {
    const state = withDetails(queued, pending({ position }), nowMs);
    return "queuePosition" in state ? state.queuePosition : undefined;
  };
  test.each([0, 1, 2 ** 40])("%i is one", (position) => expect(positionOf(position)).toBe(position));
  test.each([-1, 0.5, Number.NaN, Infinity, 2 ** 60, "3", null, undefined, [1], {}])("%j is none", (position) =>
    expect(positionOf(position)).toBeUndefined(),
  );
  test("a result has none", () =>
    expect(withDetails(queued, succeeded({ position: 3 }), nowMs)).not.toHaveProperty("queuePosition"));
});

describe("logs", () => {
  const lines = lifecycle({ logs: { at: "/logs", as: "lines", message: "/message" } });
  const text = lifecycle({ logs: { at: "/logs", as: "text" } });

  test("are texts, or what objects say; what is neither is left out", () =>
    expect(
      stateOf(lines, pending({ logs: ["a", { message: "b" }, { message: 3 }, null, 7, {}, ["c"], "d"] })),
    ).toMatchObject({ logs: ["a", "b", "d"] }));
  test.each(["text", 1, null, undefined, { 0: "a" }])("that are %j are none", (logs) =>
    expect(stateOf(lines, pending({ logs }))).not.toHaveProperty("logs"),
  );
  test("of one text are its lines, the last once it is whole", () => {
    expect(stateOf(text, pending({ logs: "a\r\nb\nhalf" }))).toMatchObject({ logs: ["a", "b"] });
    expect(stateOf(text, succeeded({ logs: "a\nb\nhalf" }))).toMatchObject({ logs: ["a", "b", "half"] });
    expect(stateOf(text, succeeded({ logs: "a\n\nb\n" }))).toMatchObject({ logs: ["a", "", "b"] });
    expect(stateOf(text, pending({ logs: "" }))).toMatchObject({ logs: [] });
  });
  test.each([[["a"]], [1], [null], [undefined]])("that are %j are no text", (logs) =>
    expect(stateOf(text, pending({ logs }))).not.toHaveProperty("logs"),
  );
  test("of a megabyte are all there", () => {
    const long = "x".repeat(1_000_000);
    expect(stateOf(text, pending({ logs: `${long}\n` }))).toMatchObject({ logs: [long] });
    expect(stateOf(text, pending({ logs: "\n".repeat(1_000_000) }))).toMatchObject({ logs: { length: 1_000_000 } });
  });
});

describe("a result is good until", () => {
  test("so long after the response that told it", () =>
    expect(expiresAt({ after: "10m" }, succeeded({}))).toBe("2026-01-02T03:14:05.000Z"));
  test("so long after a time in it", () =>
    expect(expiresAt({ after: "1h", from: "/done" }, succeeded({ done: "2026-01-01T00:00:00+02:00" }))).toBe(
      "2025-12-31T23:00:00.000Z",
    ));
  test.each([
    ["2026-05-06T07:08:09Z", "2026-05-06T07:08:09.000Z"],
    ["2026-05-06T07:08:09.5", "2026-05-06T07:08:09.500Z"],
    ["2026-05-06", "2026-05-06T00:00:00.000Z"],
    ["Wed, 06 May 2026 07:08:09 GMT", "2026-05-06T07:08:09.000Z"],
    [1_778_051_289, "2026-05-06T07:08:09.000Z"],
    [1_778_051_289_000, "2026-05-06T07:08:09.000Z"],
  ])("the time that is told as %j", (at, wanted) =>
    expect(expiresAt({ at: "/until" }, succeeded({ until: at }))).toBe(wanted),
  );
  test("the time that stands in the output", () =>
    expect(expiresAt({ at: "/until" }, succeeded({}, { until: 1_778_051_289 }))).toBe("2026-05-06T07:08:09.000Z"));
  test.each([
    null,
    undefined,
    "",
    "soon",
    "5",
    "-1",
    -1,
    0,
    Number.NaN,
    Infinity,
    1e300,
    "2026-99-99",
    "9999999-01-01",
    [],
    {},
    true,
  ])("nobody knows when %j is said", (until) => {
    expect(expiresAt({ at: "/until" }, succeeded({ until }))).toBeUndefined();
    expect(expiresAt({ after: "1h", from: "/until" }, succeeded({ until }))).toBeUndefined();
  });
  test("nothing, where there is no result", () => {
    expect(expiresAt({ after: "1h" }, pending({}))).toBeUndefined();
    expect(
      expiresAt({ after: "1h" }, { phase: "failed", body: {}, failure: { kind: "error", status: "no" } }),
    ).toBeUndefined();
  });
});
