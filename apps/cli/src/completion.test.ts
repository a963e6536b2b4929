import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leavesOf } from "./command.ts";
import { completionScript, shells } from "./completion.ts";
import { withoutTool } from "./fixtures/tools.ts";
import { commands } from "./run.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-completion-"));
  for (const shell of shells) await writeFile(join(folder, shell), completionScript(shell, commands));
  await writeFile(join(folder, "deck.json"), "{}");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const environment = { PATH: process.env["PATH"], HOME: "/nowhere", TERM: "xterm", LANG: "C.UTF-8" };

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

// Each has one end, which a shell writes by itself when Tab is pressed there.
const unfinished: readonly (readonly [typed: string, finished: string])[] = [
  ["st", "status"],
  ["wait g", "wait gamma"],
  ["wait gamma --tim", "wait gamma --timeout"],
  ["mock --log j", "mock --log json"],
  ["mock --overlay deck.j", "mock --overlay deck.json"],
  ["create gamma --input deck.j", "create gamma --input deck.json"],
  ["completion f", "completion fish"],
  ["waits li", "waits list"],
  ["waits list --js", "waits list --json"],
];

/** The words that genwait gets in a shell on a terminal where each line was typed, Tab pressed, and Enter. */
const finishedIn = (shell: string, start: string, setup: string): readonly string[] => {
  const typed = unfinished.map(([line]) => `genwait ${line}\t\n`).join("");
  const written = execFileSync("script", ["-qefc", start, "/dev/null"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...environment, SHELL: "/bin/sh" },
    input: `${setup}; source ${join(folder, shell)}; genwait() { printf '<%s>\\n' "$*"; }\n${typed}exit\n`,
  });
  return [...written.matchAll(/^<(.*?) ?>\r?$/gm)].map(([, words = ""]) => words);
};

const needs = (shell: string): string => withoutTool(shell) || withoutTool("script");

test.skipIf(needs("bash") !== "")(`bash on a terminal finishes what is begun${needs("bash")}`, () => {
  const words = finishedIn("bash", "bash --norc --noprofile -i", "bind 'set bell-style none'");
  expect(words).toEqual(unfinished.map(([, finished]) => finished));
});

test.skipIf(needs("zsh") !== "")(`zsh on a terminal finishes what is begun${needs("zsh")}`, () => {
  const words = finishedIn("zsh", "zsh -fi", "autoload -Uz compinit; compinit -u -D");
  expect(words).toEqual(unfinished.map(([, finished]) => finished));
});

/** What fish offers after such a line. */
const offers = (line: string): readonly string[] =>
  execFileSync(
    "fish",
    ["--no-config", "-c", `source ${join(folder, "fish")}; complete -C ${JSON.stringify(`genwait ${line}`)}`],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...environment, HOME: folder },
    },
  )
    .split("\n")
    .filter(Boolean)
    .map((row) => row.split("\t")[0] ?? "");

const withoutFish = withoutTool("fish");
describe.skipIf(withoutFish !== "")(`fish${withoutFish}`, () => {
  test.each(unfinished)("finishes %s", (line, finished) => {
    expect(offers(line)).toEqual([finished.split(" ").at(-1)]);
  });

  test("offers every command where there is none yet, and none of them later", () => {
    expect(offers("").toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
    expect(offers("wait gamma ")).toEqual([]);
    expect(offers("waits add ")).toEqual(offers("wait "));
  });
});

test.each(shells)("%s has every command with every option", (shell) => {
  const script = completionScript(shell, commands);
  for (const { name, options } of leavesOf(commands)) {
    for (const word of name.split(" ")) expect(script).toContain(word);
    for (const option of options) expect(script).toContain(shell === "fish" ? `-l ${option.name}` : `--${option.name}`);
  }
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
