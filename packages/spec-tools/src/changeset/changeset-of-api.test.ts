import { describe, expect, it } from "vitest";

import type { ApiDiff, Reason } from "../diff/report/diff-report.ts";
import type { JsonObject } from "../openapi/json.ts";
import { changesetOfApi } from "./changeset-of-api.ts";
import { jobWordsOf } from "./job-words.ts";

const document: JsonObject = {
  info: { title: "Gamma Public API" },
  paths: {
    "/generations/{id}": {
      get: {
        operationId: "getGeneration",
        "x-job": {
          name: "generation",
          id: { request: "$request.path.id" },
          state: { at: "/status", values: { pending: ["pending"], succeeded: ["completed"], failed: ["failed"] } },
          has: { pending: { absent: ["/title", "/error"] }, failed: { absent: ["/title"] } },
        },
      },
    },
  },
};
const words = jobWordsOf(document, "gamma");

const reason = (bump: Reason["bump"], message: string, pointer = "/paths"): Reason => ({
  bump,
  seenBy: "wire",
  pointer,
  message,
  old: null,
  new: null,
});

const diff = (bump: ApiDiff["bump"], ...reasons: readonly Reason[]): ApiDiff => ({ api: "gamma", bump, reasons });

describe("changesetOfApi", () => {
  it("tells an addition in one sentence, with the phases that can have it", () => {
    const added = reason("minor", "`title` in the 200 response of `getGeneration` is new.");
    expect(changesetOfApi(diff("minor", added), words)).toEqual({
      name: "spec-gamma-12333b35.md",
      package: "@genwait/gamma-client",
      bump: "minor",
      text: `---
"@genwait/gamma-client": minor
---

Added \`title\` to a completed Gamma generation.
`,
    });
  });

  it("puts the weightiest first, joins what is alike, and says what callers have to do", () => {
    const changes = diff(
      "major",
      reason("major", "`gammaUrl` in the 200 response of `getGeneration` was removed."),
      reason("major", "`mode` in the request body of `createGeneration` is new and required."),
      reason("minor", "`title` in the 200 response of `getGeneration` is new."),
      reason("minor", "`error.hint` in the 200 response of `getGeneration` is new."),
      reason("minor", "`error.code` in the 200 response of `getGeneration` is new."),
      reason("minor", "`credits` in the 200 response of `getGeneration` is new."),
      reason("patch", "The operation `getGeneration` has another description."),
      reason("patch", "`credits` in the 200 response of `getGeneration` has another example."),
    );
    expect(changesetOfApi(changes, words)?.text).toMatchInlineSnapshot(`
      "---
      "@genwait/gamma-client": major
      ---

      Removed \`gammaUrl\` from a Gamma generation.

      - Added \`mode\` to the input of \`createGeneration\`, where it is required.
      - Added \`title\` to a completed Gamma generation.
      - Added \`error.hint\` and \`error.code\` to a completed or failed Gamma generation.
      - Added \`credits\` to a Gamma generation.
      - Reworded the documentation of the operation \`getGeneration\` and \`credits\` in a Gamma generation.

      Migration:

      - Code that reads \`gammaUrl\` no longer compiles: do without it.
      - Give \`mode\` in every call.
      "
    `);
  });

  it("names the same change alike and another one otherwise", () => {
    const one = diff("minor", reason("minor", "The operation `a` is new."));
    const other = diff("minor", reason("minor", "The operation `b` is new."));
    const names = [one, one, other].map((changes) => changesetOfApi(changes, words)?.name);
    expect(names[0]).toBe(names[1]);
    expect(names[0]).not.toBe(names[2]);
    expect(names[0]).toMatch(/^spec-gamma-[0-9a-f]{8}\.md$/);
  });

  it("writes none for a change that needs no release", () => {
    expect(changesetOfApi(diff("none"), words)).toBeUndefined();
  });

  it("releases the command line when an API came or went, for its package is new or gone", () => {
    const came = changesetOfApi(diff("minor", reason("minor", "The API `gamma` is new.", "")), words);
    expect(came?.text).toBe('---\n"genwait": minor\n---\n\nAdded the API `gamma`.\n');
    const went = changesetOfApi(
      diff("major", reason("major", "The API `gamma` is gone, and its package with it.", "")),
      words,
    );
    expect(went?.text).toMatchInlineSnapshot(`
      "---
      "genwait": major
      ---

      Removed the API \`gamma\`.

      Migration:

      - Stay on the last version if you call \`gamma\`, or give its client with \`--api @genwait/gamma-client\`.
      "
    `);
  });
});
