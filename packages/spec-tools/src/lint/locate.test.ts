import { describe, expect, it } from "vitest";

import { mergeFiles } from "../openapi/spec-folder.ts";
import { locatorOf } from "./locate.ts";

const openapi = `openapi: 3.0.3
info: { title: Oven, version: "1" }
paths:
  /bakes:
    get:
      summary: All
      responses:
        "200": { description: some }
    post: {}
`;

const overlay = `overlay: 1.0.0
info: { title: more, version: 1.0.0 }
actions:
  - target: $.paths.*.*
    description: "assumed: all"
    update: &tags
      tags: [a]
  - target: $.paths['/bakes'].get
    description: "assumed: one"
    update:
      x-job:
        poll:
          every: 5s
  - target: $.paths['/bakes'].get.x-job
    description: "assumed: more"
    update:
      poll: { every: 6s }
  - target: $.paths['/bakes'].post
    description: "assumed: again"
    update: *tags
`;

const locate = locatorOf(
  await mergeFiles("oven", "specs/oven", {
    openapi: { path: "openapi.yaml", text: openapi },
    overlay: { path: "overlay.yaml", text: overlay },
  }),
);

describe("locatorOf", () => {
  it.each([
    ["what upstream says", ["paths", "/bakes", "get", "summary"], { file: "openapi.yaml", line: 6 }],
    ["what one action adds", ["paths", "/bakes", "get", "tags"], { file: "overlay.yaml", line: 7 }],
    [
      "what two actions say, by the later",
      ["paths", "/bakes", "get", "x-job", "poll", "every"],
      { file: "overlay.yaml", line: 17 },
    ],
    ["what stands behind an alias", ["paths", "/bakes", "post", "tags"], { file: "overlay.yaml", line: 7 }],
    [
      "what is missing, by what would hold it",
      ["paths", "/bakes", "get", "x-job", "rateLimit"],
      { file: "overlay.yaml", line: 11 },
    ],
    ["the whole", [], { file: "openapi.yaml" }],
  ])("finds %s", (_, tokens, place) => {
    expect(locate(tokens)).toEqual(place);
  });
});
