import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readCorpus } from "./corpus/read-corpus.ts";
import { diffOf } from "./corpus/testing.ts";
import { isObject } from "./json.ts";

const documents = [...new Map(readCorpus().map(({ from }) => [JSON.stringify(from), from])).values()];

/** The same value with the members of every object in another order. */
const shuffled = (value: unknown, seed: number): unknown => {
  if (Array.isArray(value)) return value.map((entry) => shuffled(entry, seed + 1));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, entry]) => [name, shuffled(entry, seed + name.length)] as const);
  return Object.fromEntries(
    entries
      .map((entry, index) => [(index * 7 + seed) % 11, entry] as const)
      .sort(([left], [right]) => left - right)
      .map(([, entry]) => entry),
  );
};

describe("the three judges", () => {
  it("find nothing in a document that only changed the order of its members", async () => {
    const property = fc.asyncProperty(fc.constantFrom(...documents), fc.nat(1000), async (document, seed) => {
      expect((await diffOf(document, shuffled(document, seed))).reasons).toEqual([]);
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it("find the reverse of every change that they find", async () => {
    // What is none in one direction, such as a type that got a name, can be a loss in the other.
    const found = readCorpus().filter(({ bump }) => bump !== "none");
    const property = fc.asyncProperty(fc.constantFrom(...found), async ({ from, to }) => {
      expect((await diffOf(to, from)).bump).not.toBe("none");
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it("give every reason a sentence and a pointer", async () => {
    for (const { from, to } of readCorpus().filter((_, index) => index % 6 === 0)) {
      for (const { message, pointer } of (await diffOf(from, to)).reasons) {
        expect(message).toMatch(/^[A-Z`].*\.$/);
        expect(pointer).toMatch(/^\//);
      }
    }
  });
});
