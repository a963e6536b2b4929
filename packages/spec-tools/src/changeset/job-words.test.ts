import { describe, expect, it } from "vitest";

import { type JobWords, jobWordsOf } from "./job-words.ts";

const wordsOf = (title: string, job: Readonly<Record<string, unknown>>): JobWords =>
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

const values = { pending: ["pending"], succeeded: ["success"], failed: ["failed"], filtered: ["censored"] };

describe("jobWordsOf", () => {
  it("says which phases a response with a member can be of", () => {
    const words = wordsOf("Gamma Public API", {
      name: "generation",
      state: { at: "/status", values: { pending: ["pending"], succeeded: ["completed"], failed: ["failed"] } },
      has: { pending: { absent: ["/credits", "/error"] }, succeeded: { absent: ["/error"] } },
    });
    expect(words.response("getX", "status")).toBe("a Gamma generation");
    expect(words.response("getX", "credits.deducted")).toBe("a completed or failed Gamma generation");
    expect(words.response("getX", "error")).toBe("a failed Gamma generation");
    expect(words.response("createX", "error")).toBeUndefined();
    expect(words.onlyJob).toBe("Gamma generation");
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
    expect(words.response("getX", "data.media[].url")).toBe("a successful or failed output of an Affogato generation");
    expect(words.response("getX", "data.media[].id")).toBe("an output of an Affogato generation");
    expect(words.response("getX", "data.pages")).toBe("an Affogato generation");
  });

  it.each([
    ["The Lantern HTTP API", "Lantern render status"],
    ["Stride API v2", "Stride render status"],
    ["API", "API render status"],
  ])("takes the service's name out of the title %s", (title, words) => {
    expect(wordsOf(title, { name: "renderStatus" }).job("renderStatus")).toBe(words);
  });
});
