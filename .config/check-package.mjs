import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Packs the package in the current folder as a release would, then lets publint and attw judge the tarball. */
const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
// attw resolves every entry as a module would; a YAML document is none.
const assets = Object.keys(exports ?? {}).filter((name) => name.endsWith(".yaml"));
const withoutAssets = assets.length === 0 ? [] : ["--exclude-entrypoints", ...assets];
const folder = mkdtempSync(join(tmpdir(), "genwait-pack-"));
// A .cmd shim, which is what Windows has on its PATH, starts through a shell only.
const run = (command, args, stdio = "inherit") =>
  execFileSync(command, args, { stdio, shell: process.platform === "win32" });

try {
  // pnpm, not npm: only pnpm puts `publishConfig.exports` into the tarball.
  run("pnpm", ["pack", "--pack-destination", folder], ["ignore", "ignore", "inherit"]);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
  run("publint", ["run", tarball, "--strict"]);
  if (exports !== undefined) run("attw", [tarball, "--profile", "esm-only", "--format", "ascii", ...withoutAssets]);
} catch (error) {
  // The tool has already said what is wrong; a stack trace of this script would only hide it.
  process.exitCode = error.status ?? 1;
  if (error.status === undefined) console.error(error.message);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
