import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { type TemporaryIo, temporaryIo } from "../import/testing.ts";
import { run } from "./docs.ts";

const withSpecs = async (): Promise<TemporaryIo> => {
  const io = await temporaryIo();
  await cp(fileURLToPath(new URL("../../../../specs", import.meta.url)), join(io.cwd, "specs"), { recursive: true });
  return io;
};

describe("docs", () => {
  it("writes what is stale, and nothing else", async () => {
    const io = await withSpecs();
    await run([], io);
    const page = join(io.cwd, "specs/gamma/README.md");
    const text = await readFile(page, "utf8");
    await writeFile(page, `${text} `);
    io.out = "";
    expect(await run([], io)).toBe(0);
    expect(io.out).toBe("wrote specs/gamma/README.md\n");
    expect(await readFile(page, "utf8")).toBe(text);
    io.out = "";
    expect(await run([], io)).toBe(0);
    expect(io.out).toBe("Every page is up to date.\n");
  });

  it("says which pages are stale with --check, and writes nothing", async () => {
    const io = await withSpecs();
    await run([], io);
    expect(await run(["--check"], io)).toBe(0);
    const overlay = join(io.cwd, "specs/gamma/overlay.yaml");
    await writeFile(overlay, (await readFile(overlay, "utf8")).replace("every: 5s", "every: 6s"));
    const before = await io.read("specs/gamma/README.md");
    expect(await run(["--check"], io)).toBe(1);
    expect(io.err).toMatchInlineSnapshot(`
      "specs/gamma/README.md: is not what the specs give
      Failed to check the documentation: 1 page is out of date. Run pnpm docs:build and commit what it writes.
      "
    `);
    expect(await io.read("specs/gamma/README.md")).toBe(before);
    expect(await run(["--chek"], io)).toBe(64);
  });
});
