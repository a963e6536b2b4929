import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { temporaryIo } from "../import/testing.ts";
import { type JsonObject, objectAt, textAt } from "../openapi/json.ts";
import { runCommand } from "../run-command.ts";
import { commands } from "./index.ts";

describe("--help", () => {
  it.each(Object.keys(commands))("of %s shows its usage, and is no failure", async (name) => {
    const io = await temporaryIo();
    expect([await runCommand(commands, [name, "--help"], io), io.err]).toEqual([0, ""]);
    expect(io.out).toMatch(/^Usage: .+\n/);
    expect(io.out).toContain("pnpm ");
  });

  it("names every option of a command, with what it takes and what it is for", async () => {
    const io = await temporaryIo();
    await runCommand(commands, ["check", "-h"], io);
    expect(io.out).toMatchInlineSnapshot(`
      "Usage: pnpm specs:check [--api <name>]

      Imports every API again from its recorded addresses, says what moved, and writes nothing.
      Exit code 0: nothing moved. 1: something did. 2: a page could not be reached, and nothing else moved.

        --api <name>  this API alone
        -h, --help    shows this
      "
    `);
  });

  it("names only scripts that the root has, and each command is the root's script that its usage names", async () => {
    const manifest: JsonObject = JSON.parse(
      await readFile(fileURLToPath(new URL("../../../../package.json", import.meta.url)), "utf8"),
    );
    const scripts = objectAt(manifest, "scripts");
    for (const name of Object.keys(commands)) {
      const io = await temporaryIo();
      await runCommand(commands, [name, "--help"], io);
      const used = [...io.out.matchAll(/^(?:Usage: | {7})pnpm (\S+)/gm)].map(([, script]) => script ?? "");
      expect([name, used.filter((script) => !Object.hasOwn(scripts, script))]).toEqual([name, []]);
      const ran = used.map((script) => textAt(scripts, script) ?? "");
      expect([name, ran.some((line) => new RegExp(`spec-tools/src/main\\.ts ${name}\\b`).test(line))]).toEqual([
        name,
        true,
      ]);
    }
  });

  it("without a command lists them all", async () => {
    const io = await temporaryIo();
    expect(await runCommand(commands, ["--help"], io)).toBe(0);
    for (const [name, { about }] of Object.entries(commands))
      expect(io.out).toMatch(new RegExp(`^ {2}${name} +${about}$`, "m"));
  });
});
