import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import { runRedocly } from "../redocly/run-redocly.ts";
import { breaksForOasdiff, findOasdiff } from "./ask-oasdiff.ts";
import { type CorpusCase, readCorpus } from "./read-corpus.ts";
import { diffOf } from "./testing.ts";

/** For each differ the cases in which it says whether a change breaks, and is wrong. */
type Wrong = Readonly<Record<string, readonly CorpusCase[]>>;

const oasdiff = findOasdiff();

const judge = async (single: CorpusCase, folder: string): Promise<Readonly<Record<string, boolean>>> => {
  const [old, revised] = [join(folder, "old.json"), join(folder, "new.json")];
  await Promise.all([writeFile(old, JSON.stringify(single.from)), writeFile(revised, JSON.stringify(single.to))]);
  return {
    ours: (await diffOf(single.from, single.to)).bump === "major",
    redocly: (await runRedocly(old, revised)).some(({ bump }) => bump === "major"),
    ...(oasdiff === undefined ? {} : { oasdiff: await breaksForOasdiff(oasdiff, old, revised) }),
  };
};

const judgeAll = async (cases: readonly CorpusCase[], folder: string): Promise<Wrong> => {
  const wrong: Record<string, CorpusCase[]> = {};
  for (const single of cases) {
    for (const [differ, breaks] of Object.entries(await judge(single, folder))) {
      const list = (wrong[differ] ??= []);
      if (breaks !== (single.bump === "major")) list.push(single);
    }
  }
  return wrong;
};

const lineOf = (differ: string, wrong: readonly CorpusCase[], count: number): string => {
  const missed = wrong.filter(({ bump }) => bump === "major").length;
  const right = ((100 * (count - wrong.length)) / count).toFixed(1);
  return `${differ.padEnd(8)} ${right.padStart(5)} %  missed ${missed}, false alarms ${wrong.length - missed}\n`;
};

const folder = await mkdtemp(join(tmpdir(), "corpus-"));
const cases = readCorpus();
const wrong = await judgeAll(cases, folder);
await rm(folder, { recursive: true, force: true });
for (const [differ, list] of Object.entries(wrong)) process.stdout.write(lineOf(differ, list, cases.length));
if (oasdiff === undefined) process.stdout.write("oasdiff  is not installed; set OASDIFF to the path of its binary.\n");

const explained = await readFile(new URL("../../../corpus/expected-results.md", import.meta.url), "utf8");
const differing = new Set(Object.values(wrong).flat());
const unexplained = [...differing].filter(({ name }) => !explained.includes(`| ${name} |`));
for (const { name } of unexplained)
  process.stderr.write(
    `Failed to find "${name}" in corpus/expected-results.md: differs, and is not explained. Add a row.\n`,
  );
process.exitCode = unexplained.length > 0 || (wrong["ours"] ?? []).length > 0 ? 1 : 0;
