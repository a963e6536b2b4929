import { describe, expect, it } from "vitest";

import { temporaryIo } from "../import/testing.ts";
import { run } from "./pack.ts";

const manifest = (name: string, more: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({ name, version: "1.2.3", ...more })}\n`;

/** A built package of a made-up workspace. */
const built = (name: string, needs: readonly string[]): Readonly<Record<string, string>> => ({
  [`packages/${name}/package.json`]: manifest(`@looms/${name}`, {
    files: ["dist"],
    dependencies: Object.fromEntries(needs.map((need) => [need, "1.2.3"])),
  }),
  [`packages/${name}/dist/index.js`]: "export {};\n",
});

describe("pack", () => {
  it("packs what is not private", async () => {
    const io = await temporaryIo({
      "packages/one/package.json": manifest("@genwait/one", { files: ["dist"] }),
      "packages/one/dist/index.js": "export {};\n",
      "packages/two/package.json": manifest("@genwait/two", { private: true }),
      "apps/three/package.json": manifest("three", { files: ["dist"] }),
      "apps/three/dist/index.js": "export {};\n",
      "dist/left-over.tgz": "",
    });
    expect(await run([], io)).toBe(0);
    expect(io.out).toMatchInlineSnapshot(`
      "@genwait/one 1.2.3: dist/genwait-one-1.2.3.tgz
      three 1.2.3: dist/three-1.2.3.tgz
      "
    `);
    expect((await io.read("dist/genwait-one-1.2.3.tgz")).length).toBeGreaterThan(0);
    await expect(io.read("dist/left-over.tgz")).rejects.toThrow("ENOENT");
  });

  it("packs a package that is named with all that it needs of the workspace, and refuses a name that is none", async () => {
    const io = await temporaryIo({
      ...built("client", ["@looms/core", "elsewhere"]),
      ...built("core", ["@looms/life", "@looms/client"]),
      ...built("life", []),
      ...built("other", ["@looms/life"]),
    });
    expect(await run(["@looms/client"], io)).toBe(0);
    expect(io.out.match(/looms-\w+-1/g)).toEqual(["looms-client-1", "looms-core-1", "looms-life-1"]);
    expect(await run(["@looms/clients"], io)).toBe(64);
    expect(io.err).toBe(
      "Failed to pack @looms/clients: no public package has this name. Use one of: @looms/client, @looms/core, @looms/life, @looms/other.\n",
    );
  });

  it("says which package is not built", async () => {
    const io = await temporaryIo({ "packages/one/package.json": manifest("@genwait/one") });
    expect(await run([], io)).toBe(1);
    expect(io.err).toMatchInlineSnapshot(`
      "Failed to pack @genwait/one: packages/one/dist is not there. Run pnpm build first.
      "
    `);
  });
});
