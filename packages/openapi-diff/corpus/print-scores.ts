import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import { isRecord } from "@genwait/lifecycle";

import { bumpOf } from "../src/change.ts";
import { diffDocuments } from "../src/diff.ts";
import { type CorpusCase, readCorpus } from "./corpus.ts";

/**
 * Prints how many cases of the corpus each differ judges right, asked only whether a change breaks. The others are programs that only
 * this comparison needs: `oasdiff` and `redocly` on the path, or where the variables OASDIFF and REDOCLY say.
 */
interface Differ {
  readonly name: string;
  readonly breaks: (single: CorpusCase, files: readonly [string, string]) => Promise<boolean> | boolean;
}

const output = (program: string, args: readonly string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    execFile(program, args, { env, maxBuffer: 256 * 1024 * 1024 }, (error, stdout) => {
      // What ends with a bad code has found something, or cannot read the document, about which it then says nothing.
      resolve(error !== null && "code" in error && error.code === "ENOENT" ? undefined : stdout);
    });
  });

const listIn = (text: string | undefined, member?: string): readonly Readonly<Record<string, unknown>>[] => {
  if (text === undefined || text.trim() === "") return [];
  const parsed: unknown = JSON.parse(text);
  const list = member === undefined ? parsed : isRecord(parsed) ? parsed[member] : [];
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

const oasdiff = process.env["OASDIFF"] ?? "oasdiff";
const redocly = process.env["REDOCLY"] ?? "redocly";

const differs: readonly Differ[] = [
  { name: "this differ", breaks: ({ from, to }) => bumpOf(diffDocuments(from, to)) === "major" },
  {
    name: "oasdiff",
    // Its levels: 1 information, 2 warning, 3 error.
    breaks: async (_, files) =>
      listIn(await output(oasdiff, ["changelog", ...files, "--format", "json"])).some(({ level }) => Number(level) >= 2),
  },
  {
    name: "redocly diff",
    breaks: async (_, files) => {
      const args = ["diff", ...files, "--format", "json", "--fail-on", "none", "--lint-config", "off"];
      return listIn(await output(redocly, args), "changes").some(
        ({ verdicts }) => Array.isArray(verdicts) && verdicts.filter(isRecord).some(({ impact }) => impact === "major"),
      );
    },
  },
];

const isInstalled = async ({ name }: Differ): Promise<boolean> => {
  const program = { oasdiff, "redocly diff": redocly }[name];
  return program === undefined || (await output(program, ["--version"])) !== undefined;
};

const cases = readCorpus();
const explained = readFileSync(new URL("oracle.md", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "corpus-"));
const files = [join(folder, "old.json"), join(folder, "new.json")] as const;
const unexplained = new Set<string>();
for (const differ of differs) {
  if (!(await isInstalled(differ))) {
    console.log(`${differ.name} is not installed.`);
    continue;
  }
  const wrong: CorpusCase[] = [];
  for (const [index, single] of cases.entries()) {
    if (process.stderr.isTTY) process.stderr.write(`\r${differ.name}: ${index + 1} of ${cases.length}`);
    writeFileSync(files[0], JSON.stringify(single.from));
    writeFileSync(files[1], JSON.stringify(single.to));
    if ((await differ.breaks(single, files)) !== (single.bump === "major")) wrong.push(single);
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  const missed = wrong.filter(({ bump }) => bump === "major").length;
  const right = ((100 * (cases.length - wrong.length)) / cases.length).toFixed(1);
  console.log(`${differ.name}: ${right} % of ${cases.length}, missed ${missed}, false alarms ${wrong.length - missed}`);
  for (const { name } of wrong) if (!explained.includes(`| ${name} |`)) unexplained.add(name);
  if (process.argv.includes("--list")) for (const { name, bump } of wrong) console.log(`  ${bump}: ${name}`);
}
rmSync(folder, { recursive: true, force: true });
for (const name of unexplained) console.error(`Failed to find "${name}" in corpus/oracle.md: a differ differs. Add a row.`);
process.exitCode = unexplained.size > 0 ? 1 : 0;
