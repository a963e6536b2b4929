import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

const main = fileURLToPath(new URL("main.ts", import.meta.url));

/** Runs the program on a Node that says it is another one. */
const runOn = async (version: string) => {
  const versions = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const disguise = `data:text/javascript,${encodeURIComponent(versions)}`;
  const child = spawn(process.execPath, ["--conditions=@genwait/source", "--import", disguise, main, "--version"]);
  const [[code], stdout, stderr]: [unknown[], string, string] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
};

test.each(["4.9.1", "18.20.8", "20.20.2"])("on Node %s one line names the version that is needed", async (version) => {
  expect(await runOn(version)).toEqual({
    code: 64,
    stdout: "",
    stderr: `genwait needs Node 22 or newer, and this is Node ${version}. Install a newer one.\n`,
  });
});

test("on Node 22 the program runs", async () => {
  expect(await runOn("22.0.0")).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test("the version that is needed is the one that the package declares", () => {
  expect(manifest.engines.node).toBe(">=22");
});

test("the entry imports nothing before it has looked at the version", async () => {
  const source = await readFile(main, "utf8");
  expect(source).not.toMatch(/^\s*import\s+[^(]/m);
  expect(source).not.toMatch(/\bawait\b/);
});
