import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { median, rootFolder } from "./figures.ts";
import { inTurn, peerTool, specTools, timeProcess, turbo } from "./pipeline/time-process.ts";
import type { Measurement, Row } from "./table.ts";

const run = promisify(execFile);

const inTemporaryFolder = async <Result>(use: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), "genwait-bench-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The client packages of both APIs, type-checked and written, against one run of openapi-typescript on one of them. */
const generate = (): Promise<readonly Row[]> =>
  inTemporaryFolder(async (folder) => {
    const limit = 3;
    // Written where nothing is committed, and each time into an empty folder.
    const out = "apps/bench/node_modules/.clients";
    const before = (): Promise<void> => rm(join(rootFolder, out), { recursive: true, force: true });
    const types = peerTool("openapi-typescript/bin/cli.js", "specs/gamma/openapi.yaml", "-o", join(folder, "types.ts"));
    const { ours, peer } = await inTurn({ ...specTools("generate", "--specs", "specs", "--out", out), before }, types);
    await before();
    return [
      {
        figure: "generate: the clients of both APIs, type-checked",
        target: `<= ${limit} x`,
        ours: `${Math.round(ours)} ms (${(ours / peer).toFixed(2)} x)`,
        peer: `${Math.round(peer)} ms`,
        peerName: "openapi-typescript 7.13, types of one API",
        ok: ours <= limit * peer,
      },
    ];
  });

/** A verdict with all three views, the compiler's among them, against one run of redocly's diff on the same two documents. */
const diff = (): Promise<readonly Row[]> =>
  inTemporaryFolder(async (folder) => {
    const limit = 1.5;
    const [from, to] = [join(folder, "old.json"), join(folder, "new.json")];
    const document = await readFile(join(rootFolder, "packages/gamma-client/openapi.json"), "utf8");
    await writeFile(from, document);
    await writeFile(to, changed(document));
    const { ours, peer } = await inTurn(
      specTools("diff", "--from", from, "--to", to, "--json"),
      // 1 says that something breaks.
      { ...peerTool("@redocly/cli/bin/cli.js", "diff", from, to, "--format", "json"), good: [0, 1] },
    );
    return [
      {
        figure: "diff: wire, types and lifecycle",
        target: `<= ${limit} x`,
        ours: `${Math.round(ours)} ms (${(ours / peer).toFixed(2)} x)`,
        peer: `${Math.round(peer)} ms`,
        peerName: "redocly diff 2.77, wire only",
        ok: ours <= limit * peer,
      },
    ];
  });

/** Something for every view: a member more, a member less, a word that no phase knows. */
const changed = (document: string): string => {
  const text = document
    .replace('"gammaId": {', '"theme": { "type": "string" }, "gammaId": {')
    .replace('"textMode": {', '"mode": {')
    .replace('"completed",', '"completed", "queued",');
  if (text === document) throw new Error("Failed to change the document: it has none of the members. Choose others.");
  return text;
};

/** `turbo run build test typecheck` when nothing has changed since the last time. */
const warm = async (): Promise<readonly Row[]> => {
  const limitMs = 250;
  const everything = turbo(rootFolder, "build", "test", "typecheck");
  // The first run fills the cache, and takes as long as it takes. A failing test is never cached.
  await timeProcess(everything);
  const times: number[] = [];
  for (let round = 0; round < 9; round++) times.push(await timeProcess(everything));
  const warmMs = median(times);
  return [
    {
      figure: "build, test and typecheck when nothing changed",
      target: `<= ${limitMs} ms`,
      ours: `${Math.round(warmMs)} ms`,
      peer: "",
      peerName: "",
      ok: warmMs <= limitMs,
    },
  ];
};

/** From an edit of a spec to everything that follows from it generated, built and tested: in a clone, from the last commit. */
const edit = (): Promise<readonly Row[]> =>
  inTemporaryFolder(async (clone) => {
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
    return [
      {
        figure: "a spec edited: generated + built + all that follows tested",
        target: "shown",
        ours: `${seconds(generatedMs + docsMs)} + ${seconds(builtMs)} + ${seconds(testedMs)}`,
        peer: "",
        peerName: "",
        ok: true,
      },
    ];
  });

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** What the way from a spec to a client costs. */
export const measurements: readonly Measurement[] = [
  { name: "generate the clients, in turn with openapi-typescript, about a minute", run: generate },
  { name: "diff, in turn with redocly, about half a minute", run: diff },
  { name: "build, test and typecheck when nothing changed; some minutes where something has", run: warm },
  { name: "a spec edited in a clone, some minutes", run: edit },
];
