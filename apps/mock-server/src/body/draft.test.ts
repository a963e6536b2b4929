import { describe, expect, it } from "vitest";

import { type Draft, putIn } from "./draft.ts";

const draftOf = (full: unknown): Draft => ({
  status: 200,
  headers: {},
  body: { id: "a" },
  full,
  schema: { properties: { result: { anyOf: [{}, { type: "null" }], examples: [{ url: "https://a.example/1" }] } } },
});

describe("putIn", () => {
  it("takes a member's value from the full body", () => {
    const draft = draftOf({ id: "a", result: 1 });
    putIn(draft, "/result");
    expect(draft.body).toEqual({ id: "a", result: 1 });
  });

  it("takes the written example where the full body has null", () => {
    const draft = draftOf({ id: "a", result: null });
    putIn(draft, "/result");
    expect(draft.body).toEqual({ id: "a", result: { url: "https://a.example/1" } });
  });
});
