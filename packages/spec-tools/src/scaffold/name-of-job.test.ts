import { describe, expect, it } from "vitest";

import { camelCase, nameOfJob, singular } from "./name-of-job.ts";

describe("nameOfJob", () => {
  it.each([
    ["/v1/predictions/{id}", "prediction"],
    ["/pub/v1/image-generations/{generation_id}/status", "imageGeneration"],
    ["/v1/get_result", "task"],
    ["/v1/videos/text2video/{task_id}", "text2video"],
    ["/dream-machine/v1/generations/{id}", "generation"],
    ["/v2/transcript/{transcript_id}", "transcript"],
    ["/jobs/{id}/batches/{batch}", "batch"],
    ["/{id}", "task"],
  ])("takes the name of %s from what it is about", (path, name) => {
    expect(nameOfJob(path)).toBe(name);
  });
});

describe("singular", () => {
  it("leaves alone what has no plural", () => {
    expect(["tasks", "batches", "queries", "status", "analysis", "boxes", "glass"].map(singular)).toEqual([
      "task",
      "batch",
      "query",
      "status",
      "analysis",
      "box",
      "glass",
    ]);
  });
});

describe("camelCase", () => {
  it("joins words of any writing", () => {
    expect(["Get a Thing", "get_thing-now", "getThing", "3D models"].map(camelCase)).toEqual([
      "getAThing",
      "getThingNow",
      "getThing",
      "dModels",
    ]);
  });
});
