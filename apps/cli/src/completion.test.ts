import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leavesOf } from "./command.ts";
import { completionScript, shells } from "./completion.ts";
import { commands } from "./run.ts";

/** What bash offers after these words. */
const offered = (...words: readonly string[]): readonly string[] => {
  const script = `${completionScript("bash", commands)}
COMP_WORDS=(genwait ${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length}
_genwait
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\n").filter(Boolean);
};

test("bash offers commands, APIs, options and the values of options", () => {
  expect(offered("")).toEqual(commands.map(({ name }) => name));
  expect(offered("st")).toEqual(["status"]);
  expect(offered("wait", "g")).toEqual(["gamma"]);
  expect(offered("wait", "gamma", "--time")).toEqual(["--timeout"]);
  expect(offered("mock", "--log", "")).toEqual(["plain", "json"]);
  expect(offered("wait", "gamma", "--timeout", "")).toEqual([]);
  expect(offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(offered("waits", "re")).toEqual(["results", "redeliver"]);
  expect(offered("waits", "results", "--f")).toEqual(["--follow"]);
  expect(offered("waits", "add", "g")).toEqual(["gamma"]);
  expect(offered("waits", "add", "gamma", "g")).toEqual([]);
  expect(offered("waits", "purge", "--older-than", "")).toEqual([]);
});

test.each(shells)("%s has every command with every option", (shell) => {
  const script = completionScript(shell, commands);
  for (const { name, options } of leavesOf(commands)) {
    for (const word of name.split(" ")) expect(script).toContain(word);
    for (const option of options) expect(script).toContain(shell === "fish" ? `-l ${option.name}` : `--${option.name}`);
  }
});

test.each(shells)("%s takes its script without a complaint, where it is installed", (shell) => {
  const folder = mkdtempSync(join(tmpdir(), "genwait-completion-"));
  const file = join(folder, "script");
  writeFileSync(file, completionScript(shell, commands));
  const { error, status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  else expect(error).toMatchObject({ code: "ENOENT" });
});

test.each(shells)("no word of the table ends a quoted one in %s", (shell) => {
  const hostile = {
    name: "wait",
    usage: "",
    summary: "it's '$(touch /tmp/x)'",
    options: [{ name: "json", meaning: "a]b:c'd" }],
    run: () => Promise.reject(new Error("not run")),
  };
  const script = completionScript(shell, [hostile]);
  expect(script.replaceAll(`'\\''`, "").split("'").length % 2).toBe(1);
});
