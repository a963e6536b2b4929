import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Row } from "../row.ts";
import { rootFolder } from "./root-folder.ts";
import { timeProcess } from "./time-process.ts";
import { specTools, turbo } from "./tool.ts";

/** From an edit of a spec to everything that follows from it generated, built and tested: in a clone, from the last commit. */
export const editRow = async (): Promise<Row> => {
  const clone = await mkdtemp(join(tmpdir(), "genwait-bench-"));
  const row = {
    figure: "a spec edited: generated + built + all that follows tested",
    target: "shown",
    peer: "",
    peerName: "",
  };
  try {
    await run("git", ["clone", "-q", "--local", rootFolder, clone]);
    await run("pnpm", ["install", "--prefer-offline", "--frozen-lockfile", "--reporter=silent"], { cwd: clone });
    // What is built and tested already need not be again; the first run only makes sure of it.
    await cp(join(rootFolder, ".turbo"), join(clone, ".turbo"), { recursive: true, force: true }).catch(
      () => undefined,
    );
    await timeProcess(turbo(clone, "build", "test"));
    const spec = join(clone, "specs/gamma/overlay.yaml");
    await writeFile(
      spec,
      (await readFile(spec, "utf8")).replace("Title of the generated Gamma", "Title that the Gamma was given"),
    );
    const generatedMs = await timeProcess({ ...specTools("generate"), cwd: clone });
    const docsMs = await timeProcess({ ...specTools("docs"), cwd: clone });
    const builtMs = await timeProcess(turbo(clone, "build"));
    const testedMs = await timeProcess(turbo(clone, "test"));
    return { ...row, ours: `${seconds(generatedMs + docsMs)} + ${seconds(builtMs)} + ${seconds(testedMs)}`, ok: true };
  } catch (error) {
    return {
      ...row,
      ours: `not measured: ${(error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""}`,
      ok: false,
    };
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
};

const run = promisify(execFile);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
