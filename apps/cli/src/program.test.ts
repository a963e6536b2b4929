import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import root from "../../../package.json" with { type: "json" };
import { programOf } from "./program.ts";

const clone = resolve(import.meta.dirname, "../../..");
const source = join(import.meta.dirname, "start.ts");
const installed = "/usr/lib/node_modules/genwait/dist/start.js";

test("a program that is installed for everybody is called by its name", () => {
  expect(programOf({ env: {}, script: installed, cwd: "/home" })).toBe("genwait");
});

test.each([
  ["npm/11.19.1 node/v24.0.0 linux x64", "npx genwait"],
  ["pnpm/12.21.0 npm/? node/? linux x64", "pnpm exec genwait"],
  ["yarn/4.9.0 npm/? node/v24.0.0 linux x64", "yarn genwait"],
  ["bun/1.3.0 npm/? node/v24.3.0 linux x64", "bunx genwait"],
  ["constructor/1", "genwait"],
  [undefined, "genwait"],
])("one that %s has found is called through it", (agent, program) => {
  const env = { npm_command: "exec", npm_config_user_agent: agent };
  expect(programOf({ env, script: "/app/node_modules/genwait/dist/start.js", cwd: "/app" })).toBe(program);
});

test("in a clone it is called as the README does, from wherever the person stands", async () => {
  const manager = `npx -y ${root.packageManager}`;
  expect(programOf({ env: { npm_command: "run" }, script: source, cwd: clone })).toBe(`${manager} genwait`);
  const folder = await mkdtemp(join(tmpdir(), "genwait-program-"));
  expect(programOf({ env: {}, script: source, cwd: folder })).toBe(`${manager} --dir ${clone} genwait`);
  await rm(folder, { recursive: true });
});
