import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { declaredJobs } from "../openapi/jobs.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";
import { meaningText, misreadings } from "./check-responses.ts";
import { readResponses } from "./read-responses.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const folders = ["specs/affogato", "specs/gamma", "apps/contract/fixtures/kiln", "apps/contract/fixtures/loom"];

const specs = await Promise.all(
  folders.map(async (folder) => ({
    folder,
    document: (await mergeSpec(root + folder)).document,
    entries: await readResponses(root + folder),
  })),
);

describe.each(specs)("the responses of $folder", ({ document, entries }) => {
  const jobs = declaredJobs(document);

  it.each(entries)("$job: $name", (entry) => {
    expect(jobs.map(({ name }) => name)).toContain(entry.job);
    expect(misreadings(document, jobs, [entry]).map(({ read }) => read)).toEqual([]);
  });

  it("are misread when they mean something else", () => {
    const turned = entries.map((entry) => ({ ...entry, means: { error: "network" as const } }));
    expect(misreadings(document, jobs, turned)).toHaveLength(entries.length);
  });
});

describe("meaningText", () => {
  it("says a meaning in a few words", () => {
    expect(meaningText({ phase: "failed", failure: "error" })).toBe("phase failed, failure error");
  });
});
