import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import { usage } from "./cli.ts";
import * as entry from "./index.ts";
import { kindsTable } from "./kinds.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** Node breaks long lines where it likes. */
const plain = (text: string | undefined): string => (text ?? "").replaceAll(/\s+/g, "");

const section = (name: string): string =>
  readme.slice(readme.indexOf(`<!-- ${name} -->`), readme.indexOf(`<!-- /${name} -->`)).replace(`<!-- ${name} -->`, "");

it("README has the table of kinds as it is", () => {
  expect(section("kinds")).toBe(`\n\n${kindsTable()}\n\n`);
});

it("README has the usage as it is", () => {
  expect(section("usage")).toBe(`\n\n\`\`\`\n${usage()}\`\`\`\n\n`);
});

it("README's example runs as written, and prints what it says", () => {
  const code = /```ts\n(import [\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const folder = mkdtempSync(fileURLToPath(new URL("../readme-", import.meta.url)));
  try {
    writeFileSync(join(folder, "example.ts"), code);
    const args = ["--conditions=@genwait/source", join(folder, "example.ts")];
    const printed = execFileSync(process.execPath, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    const [first, second, third] = code
      .split("\n")
      .filter((line) => line.startsWith("console.log"))
      .map((line) => line.split(" // ")[1]?.replace(/ …$/, "") ?? "");
    expect(first).toBe("major");
    for (const said of [first, second, third]) expect(plain(printed)).toContain(plain(said));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("README names what the entry gives, and nothing else", () => {
  const named = [...readme.matchAll(/`([a-z][A-Za-z]+)(?:\([^`]*\))?`/g)].map(([, name]) => name ?? "");
  const table = readme.slice(readme.indexOf("| function | gives |"), readme.indexOf("## Command line"));
  const functions = [...table.matchAll(/`(\w+)(?:\([^`]*\))?`(?=[,\s|])/g)].map(([, name]) => name ?? "");
  const exported: ReadonlySet<string> = new Set(Object.keys(entry));
  expect(functions.filter((name) => !exported.has(name) && name !== "words")).toEqual([]);
  expect(named).toContain("reportText");
});
