import { describe, expect, it } from "vitest";

import { places, sentencesOfEdits } from "../corpus/testing.ts";

const job = {
  set: `${places.put}/x-job`,
  value: { name: "pot", id: { request: "$request.path.id" }, state: { at: "/glaze", values: { pending: ["matt"] } } },
} as const;

describe("a declaration that is no x-job", () => {
  it("is the finding when it changed", async () => {
    expect(await sentencesOfEdits([{ set: `${places.put}/x-job/state/values`, value: { pending: 7 } }], [job]))
      .toMatchInlineSnapshot(`
      [
        "major: The jobs cannot be compared, because a declaration changed and one is not of the form of an x-job: run the linter, which says where.",
      ]
    `);
  });

  it("is left alone when it did not", async () => {
    expect(await sentencesOfEdits([], [job, { set: `${places.put}/x-job/state/values/pending`, value: 7 }])).toEqual(
      [],
    );
  });
});
