import { expect, it } from "vitest";

import { emitLifecycles } from "./emit-lifecycles.ts";
import { readApi } from "./read-api.ts";
import { bakeStatus, testDocument } from "./testing.ts";

const emit = (job: object): string => {
  const get = { ...bakeStatus, "x-job": { ...bakeStatus["x-job"], ...job } };
  const document = testDocument({ paths: { "/bakes/{id}": { get } } });
  return emitLifecycles(readApi({ name: "oven", document, place: "specs/oven" }));
};

it("imports no part of the reader for a table of words", () => {
  expect(emit({})).not.toContain("@genwait/lifecycle/parts");
});

it("imports what reads rules, headers, limits and stages where a declaration has them", () => {
  const text = emit({
    state: { rules: [{ when: [{ at: "$response.header.x-state", is: "gone" }], is: "expired" }], at: "/status" },
    pace: { limits: [{ remaining: "x-left", below: 2, every: "9s" }] },
    stage: { at: "/status" },
  });
  expect(text).toContain('import { at, findRule, is, slowDown, stageOf } from "@genwait/lifecycle/parts";');
  expect(text).toMatchInlineSnapshot(`
    "import type { Lifecycle } from "@genwait/lifecycle";
    import { at, findRule, is, slowDown, stageOf } from "@genwait/lifecycle/parts";

    export const lifecycles: Readonly<Record<"bake", Lifecycle>> = {
      bake: {
        name: "bake",
        id: { answer: "/id" },
        state: {
          rules: { find: findRule, list: [{ when: [{ at: "$response.header.x-state", is: "gone" }], is: "expired" }] },
          at: "/status",
        },
        promised: { succeeded: { "/url": "a string" }, failed: { "/error/message": "a string" } },
        stage: { at: "/status" },
        predicates: { at, is },
        poll: { firstMs: 0, everyMs: 5000, atMostMs: 600000, notFoundGraceMs: 10000 },
        pace: { slowDown, limits: [{ remaining: "x-left", below: 2, everyMs: 9000 }] },
        stageOf,
      },
    };
    "
  `);
});
