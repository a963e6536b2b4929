import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { commands } from "./commands/index.ts";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nowhere-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The program as a process of its own, in a folder with nothing in it. */
const start = (args: readonly string[], redirected = ""): Promise<{ readonly code: number | null; err: string }> =>
  new Promise((resolve) => {
    const child =
      redirected === ""
        ? spawn(process.execPath, ["--conditions=@genwait/source", main, ...args], { cwd: folder })
        : spawn(
            "sh",
            ["-c", `exec "$0" "$@" ${redirected}`, process.execPath, "--conditions=@genwait/source", main, ...args],
            { cwd: folder },
          );
    // Nobody reads on, as after head.
    child.stdout.destroy();
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.on("close", (code) => resolve({ code, err }));
  });

describe("spec-tools as a process", () => {
  it.each(Object.keys(commands))(
    "keeps the exit code of %s, and silence, when nobody reads what it says",
    async (name) => {
      expect(await start([name, "--help"])).toEqual({ code: 0, err: "" });
      expect((await start([name, "--no-such-option"])).code).toBe(64);
    },
  );

  it.skipIf(process.platform !== "linux")("says in a line that its output was lost (needs /dev/full)", async () => {
    expect(await start(["lint", "--help"], "> /dev/full")).toEqual({
      code: 1,
      err: "Failed to write the output: ENOSPC: no space left on device, write.\n",
    });
  });

  it.each(Object.keys(commands).filter((name) => name !== "import" && name !== "new" && name !== "update"))(
    "says in one line at most what %s lacks in a folder with nothing in it",
    async (name) => {
      const { code, err } = await start([name]);
      expect([0, 1]).toContain(code);
      expect(err.trimEnd().split("\n").length).toBeLessThanOrEqual(1);
      expect(err).not.toMatch(/^ +at /m);
    },
  );
});
