import { describe, expect, it } from "vitest";

import type { Step, Words } from "@genwait/openapi-diff";

import { jobWordsOf } from "./job-words.ts";

const wordsOf = (title: string, job: Readonly<Record<string, unknown>>): Words =>
  jobWordsOf(
    JSON.parse(
      JSON.stringify({
        info: { title },
        paths: {
          "/x/{id}": { get: { operationId: "getX", "x-job": { id: { request: "$request.path.id" }, ...job } } },
        },
      }),
    ),
    "x",
  );

const responseWords = (words: Words, id: string, path: readonly Step[]): string | undefined =>
  words.response?.({ id, method: "GET", path: "/x/{id}" }, path);

const values = { pending: ["pending"], succeeded: ["success"], failed: ["failed"], filtered: ["censored"] };

describe("jobWordsOf", () => {
  it("says which phases a response with a member can be of", () => {
    const words = wordsOf("Gamma Public API", {
      name: "generation",
      state: { at: "/status", values: { pending: ["pending"], succeeded: ["completed"], failed: ["failed"] } },
      has: { pending: { absent: ["/credits", "/error"] }, succeeded: { absent: ["/error"] } },
    });
    expect(responseWords(words, "getX", ["status"])).toBe("a Gamma generation");
    expect(responseWords(words, "getX", ["credits", "deducted"])).toBe("a completed or failed Gamma generation");
    expect(responseWords(words, "getX", ["error"])).toBe("a failed Gamma generation");
    expect(responseWords(words, "createX", ["error"])).toBeUndefined();
    expect(words.job?.("generation")).toBe("a Gamma generation");
  });

  it("tells an output from the job it belongs to", () => {
    const words = wordsOf("Affogato API", {
      name: "generation",
      items: {
        at: "/data/media",
        state: { at: "/status", values },
        has: { pending: { absent: ["/url"] } },
        none: "pending",
      },
    });
    expect(responseWords(words, "getX", ["data", "media", { each: "item" }, "url"])).toBe(
      "a successful or failed output of an Affogato generation",
    );
    expect(responseWords(words, "getX", ["data", "media", { each: "item" }, "id"])).toBe(
      "an output of an Affogato generation",
    );
    expect(responseWords(words, "getX", ["data", "pages"])).toBe("an Affogato generation");
  });

  it("has nothing of a title but its text", () => {
    expect(
      wordsOf("![x](https://pots.example) <b>@pots</b>", { name: "render" }).job?.("render"),
    ).toMatchInlineSnapshot(`"a x (\`https://pots.example\`) \`<b>@pots</b>\` render"`);
  });

  it.each([
    ["The Lantern HTTP API", "a Lantern render status"],
    ["Stride API v2", "a Stride render status"],
    ["API", "an API render status"],
  ])("takes the service's name out of the title %s", (title, words) => {
    expect(wordsOf(title, { name: "renderStatus" }).job?.("renderStatus")).toBe(words);
  });
});
