import { describe, expect, it } from "vitest";

import { temporaryIo } from "../import/testing.ts";
import { run } from "./update.ts";

const page = "# A page\n\nwithout any document\n";
const looms = { "specs/looms/openapi.yaml": "openapi: 3.0.3\n", "page one.md": page };

describe("specs:update", () => {
  it("ends at the step that fails with its exit code, what to do, and how to go on", async () => {
    const io = await temporaryIo(looms);
    expect(await run(["looms", "page one.md", "--base", "main"], io)).toBe(1);
    expect(io.out).toBe("");
    expect(io.err.split("\n").filter((line) => !line.startsWith("Failed to import"))).toEqual([
      "1/9 import: pnpm specs:import 'page one.md' --api looms",
      "1/9 import: failed after 0.0 s",
      "Failed to update looms: the step import failed. Name the page's file, or where it is now. Then go on: pnpm specs:update looms 'page one.md' --base main.",
      "",
    ]);
  });

  it("goes on with a later step, and names that one when it fails as well", async () => {
    const io = await temporaryIo(looms);
    expect(await run(["looms", "--from", "lint"], io)).toBe(1);
    expect(io.err).toMatch(/^2\/9 lint: pnpm specs:lint specs\/looms\n/);
    expect(io.err).toContain("Then go on: pnpm specs:update looms --from lint.\n");
  });

  it.each([
    [[], "no API is named"],
    [["Looms"], "Looms"],
    [["warps"], "there is no specs/warps. pnpm specs:new adds an API"],
    [
      ["looms", "--from", "weave"],
      "--from weave is no step: they are import, lint, generate, docs, format, diff, changeset, test, pack",
    ],
    [["looms", "page one.md", "--from", "diff"], "a page is read by the first step, and --from leaves it out"],
  ])("refuses %j", async (args, why) => {
    const io = await temporaryIo(looms);
    expect(await run(args, io)).toBe(64);
    expect(io.err).toContain(why);
    expect(io.err.trimEnd().split("\n")).toHaveLength(1);
  });
});
