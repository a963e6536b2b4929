import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import type { CommandIo } from "../command.ts";
import { temporaryIo } from "../import/testing.ts";
import { type JsonObject, objectAt } from "../openapi/json.ts";
import { runSteps, shellWord, type UpdateStep, updateSteps } from "./update-steps.ts";

const update = { api: "looms", pages: ["a page.md"], addresses: ["https://looms.example/p"], base: "main" };

const step = (name: string, ...scripts: readonly string[]): UpdateStep => ({
  name,
  scripts: scripts.map((script) => [script]),
  advice: "Mend it.",
});

/** A clock that goes on by a second and a half each time it is looked at. */
const ticking = (io: CommandIo): CommandIo => {
  let seconds = 0;
  return Object.assign(io, { now: () => new Date((seconds += 1.5) * 1000) });
};

describe("the steps of an update", () => {
  it("are nine, from the page to tarballs, each by scripts that the root has", async () => {
    const steps = updateSteps(update);
    expect(steps.map(({ name }) => name)).toEqual([
      "import",
      "lint",
      "generate",
      "docs",
      "format",
      "diff",
      "changeset",
      "test",
      "pack",
    ]);
    const root = fileURLToPath(new URL("../../../../package.json", import.meta.url));
    const manifest: JsonObject = JSON.parse(await readFile(root, "utf8"));
    const scripts = Object.keys(objectAt(manifest, "scripts"));
    const names = steps.flatMap((one) => one.scripts.map(([name]) => name));
    expect(names.filter((name) => name !== "exec" && name !== "--filter" && !scripts.includes(name ?? ""))).toEqual([]);
  });

  it("run one after the other, each with how to run it alone and how long it took", async () => {
    const io = await temporaryIo();
    const ran: string[] = [];
    const steps = [step("read", "specs:import"), step("test", "build", "it's tested")];
    const failed = await runSteps(steps, {
      from: 0,
      io: ticking(io),
      runScript: async ([name]) => (ran.push(name ?? ""), 0),
    });
    expect([failed, ran]).toEqual([undefined, ["specs:import", "build", "it's tested"]]);
    expect(io.err).toMatchInlineSnapshot(`
      "1/2 read: pnpm specs:import
      1/2 read: done in 1.5 s
      2/2 test: pnpm build
      2/2 test: pnpm 'it'\\''s tested'
      2/2 test: done in 1.5 s
      "
    `);
  });

  it("end at the first that fails, and go on from there", async () => {
    const io = await temporaryIo();
    const ran: string[] = [];
    const steps = [step("one", "a"), step("two", "b", "c"), step("three", "d")];
    const runScript = async ([name]: readonly string[]): Promise<number> => (
      ran.push(name ?? ""),
      name === "b" ? 3 : 0
    );
    expect(await runSteps(steps, { from: 0, io: ticking(io), runScript })).toEqual({ step: steps[1], exitCode: 3 });
    expect(io.err).toContain("2/3 two: failed after 1.5 s\n");
    expect(await runSteps(steps, { from: 2, io, runScript })).toBeUndefined();
    expect(ran).toEqual(["a", "b", "d"]);
  });

  it.each([
    ["specs/looms", "specs/looms"],
    ["a page.md", "'a page.md'"],
    ["it's", String.raw`'it'\''s'`],
    ["$(rm -r .)", "'$(rm -r .)'"],
    ["", "''"],
  ])("write %j so that a shell takes it for one word", (word, written) => {
    expect(shellWord(word)).toBe(written);
  });
});
