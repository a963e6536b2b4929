import { describe, expect, it } from "vitest";

import { resolverOf } from "./references.ts";
import type { JsonObject } from "./json.ts";
import { jsonPointer } from "./json-pointer.ts";
import { placesAt } from "./schema-places.ts";

const number: JsonObject = { type: "number" };
const document: JsonObject = {
  components: {
    schemas: {
      Inner: {
        type: "object",
        properties: { "a/b": number, list: { type: "array", items: { properties: { n: number } } } },
      },
    },
  },
};
const schema: JsonObject = {
  allOf: [{ properties: { inner: { $ref: "#/components/schemas/Inner" } } }],
  oneOf: [{ properties: { left: number } }, { properties: { right: number, map: { additionalProperties: number } } }],
};

const places = (...tokens: readonly string[]) => placesAt([schema], tokens, resolverOf(document));

describe("placesAt", () => {
  it.each([[["inner", "a/b"]], [["left"]], [["right"]], [["map", "anything"]], [["inner", "list", "0", "n"]]])(
    "finds %j",
    (tokens) => {
      expect(places(...tokens)).toEqual({ is: "found", schemas: [number] });
    },
  );

  it("finds the whole", () => {
    expect(places().is).toBe("found");
  });

  it("says how far it got, and what there was", () => {
    expect(places("inner", "lst")).toEqual({ is: "lost", at: "/inner", token: "lst", members: ["a/b", "list"] });
    expect(places("inner", "list", "n")).toEqual({ is: "lost", at: "/inner/list", token: "n", members: [] });
  });
});

describe("jsonPointer", () => {
  it("escapes what a pointer cannot hold", () => {
    expect(jsonPointer(["a/b", "c~d", ""])).toBe("/a~1b/c~0d/");
  });
});
