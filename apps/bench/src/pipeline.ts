import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

import { median, rootFolder } from "./figures.ts";
import { largeDocument } from "./pipeline/large-document.ts";
import { type Command, inTurn, peerTool, specTools, timeProcess, turbo } from "./pipeline/time-process.ts";
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

/** The verdict on all APIs, types included, against redocly's diff of the same documents, one after the other. */
const diff = (): Promise<readonly Row[]> =>
  inTemporaryFolder(async (folder) => {
    const limit = 3;
    await cp(join(rootFolder, "specs"), join(folder, "specs"), { recursive: true });
    await run("git", ["init", "-q"], { cwd: folder });
    await run("git", ["add", "-A"], { cwd: folder });
    await run("git", [...author, "commit", "-q", "-m", "before"], { cwd: folder });
    const specs = (await readdir(join(folder, "specs"))).map((name) => join(folder, "specs", name, "openapi.yaml"));
    const changed: string[] = [];
    for (const spec of specs) {
      const before = await readFile(spec, "utf8").catch(() => undefined);
      if (before === undefined) continue;
      await writeFile(`${spec}.old.yaml`, before);
      await writeFile(spec, withChanges(before));
      changed.push(spec);
    }
    const peers = changed.map((spec) =>
      peerTool("@redocly/cli/bin/cli.js", "diff", `${spec}.old.yaml`, spec, "--format", "json"),
    );
    const { ours, peer } = await inTurn(
      { ...specTools("diff", "--json"), cwd: folder },
      // 1 says that something breaks.
      ...peers.map((command) => ({ ...command, good: [0, 1] })),
    );
    return [
      {
        figure: `diff: all ${changed.length} APIs, each with a change; wire, types and lifecycle`,
        target: `<= ${limit} x`,
        ours: `${Math.round(ours)} ms (${(ours / peer).toFixed(2)} x)`,
        peer: `${Math.round(peer)} ms`,
        peerName: "redocly diff 2.77 of each, wire only",
        ok: ours <= limit * peer,
      },
    ];
  });

const author = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];

/** Something for every view: the first list of words has one more, and the first object a member more. */
const withChanges = (document: string): string => {
  const text = document
    .replace(/\n( +)enum:\n/, (whole, indent: string) => `${whole}${indent}  - shelved\n`)
    .replace(
      /\n( +)properties:\n/,
      (whole, indent: string) => `${whole}${indent}  madeUp:\n${indent}    type: string\n`,
    );
  if (text === document)
    throw new Error("Failed to change the document: it has no list of words. Choose another change.");
  return text;
};

/** Two documents of 3 MB, every tenth schema changed: on the wire, and with the two clients' types compiled. */
const large = (): Promise<readonly Row[]> =>
  inTemporaryFolder(async (folder) => {
    const [from, to] = [join(folder, "old.json"), join(folder, "new.json")];
    const document = largeDocument(1400, false);
    await writeFile(from, document);
    await writeFile(to, largeDocument(1400, true));
    const size = `${(document.length / 1_000_000).toFixed(1)} MB`;
    const wire: Command = {
      file: process.execPath,
      args: ["--conditions=@genwait/source", join(rootFolder, "packages/openapi-diff/src/bin.ts"), from, to, "--json"],
      good: [0, 1],
    };
    const oasdiff = { file: "oasdiff", args: ["changelog", from, to, "--format", "json"] };
    const hasPeer = await run("oasdiff", ["--version"]).then(
      () => true,
      () => false,
    );
    const both = hasPeer ? await inTurn(wire, oasdiff) : { ours: await timeProcess(wire), peer: undefined };
    const wholeMs = await timeProcess({ ...specTools("diff", "--from", from, "--to", to, "--json"), good: [0, 1] });
    const limit = 3;
    return [
      {
        figure: `diff of ${size}: the wire alone`,
        target: `<= ${limit} x`,
        ours: `${Math.round(both.ours)} ms${both.peer === undefined ? "" : ` (${(both.ours / both.peer).toFixed(2)} x)`}`,
        peer: both.peer === undefined ? "not on this machine" : `${Math.round(both.peer)} ms`,
        peerName: "oasdiff changelog",
        ok: both.peer === undefined || both.ours <= limit * both.peer,
      },
      {
        figure: `diff of ${size}: types included`,
        target: "<= 60 s",
        ours: seconds(wholeMs),
        peer: "",
        peerName: "",
        ok: wholeMs <= 60_000,
      },
    ];
  });

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

/** From an edited page to tarballs with one command, and from an edited spec to everything that follows: in a clone, from the last commit. */
const edit = (): Promise<readonly Row[]> =>
  inTemporaryFolder(async (clone) => {
    await run("git", ["clone", "-q", "--local", rootFolder, clone]);
    const pnpm = (...args: readonly string[]): Command => ({ file: "pnpm", args: ["--silent", ...args], cwd: clone });
    await timeProcess(pnpm("install", "--prefer-offline", "--frozen-lockfile"));
    const api = "gamma";
    const spec = join(clone, "specs", api, "openapi.yaml");
    await writeFile(join(clone, "page.yaml"), withMember(await readFile(spec, "utf8"), "theme"));
    const updatedMs = await timeProcess(pnpm("specs:update", api, "page.yaml"));
    // What is built and tested already need not be again; the first run only makes sure of it.
    await timeProcess(turbo(clone, "build", "test"));
    await writeFile(spec, withMember(await readFile(spec, "utf8"), "motif"));
    const generatedMs = await timeProcess({ ...specTools("generate"), cwd: clone });
    const docsMs = await timeProcess({ ...specTools("docs"), cwd: clone });
    const builtMs = await timeProcess(turbo(clone, "build"));
    const testedMs = await timeProcess(turbo(clone, "test"));
    return [
      {
        figure: "a page edited: specs:update, nine steps to tarballs, nothing built before",
        target: "<= 60 s",
        ours: seconds(updatedMs),
        peer: "",
        peerName: "",
        ok: updatedMs <= 60_000,
      },
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

const withMember = (document: string, name: string): string =>
  document.replace(
    /\n( +)properties:\n/,
    (whole, indent: string) => `${whole}${indent}  ${name}:\n${indent}    type: string\n`,
  );

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** What the way from a spec to a client costs. */
export const measurements: readonly Measurement[] = [
  { name: "generate the clients, in turn with openapi-typescript, about a minute", run: generate },
  { name: "diff, in turn with redocly, about half a minute", run: diff },
  { name: "diff of 3 MB, under a minute", run: large },
  { name: "build, test and typecheck when nothing changed; some minutes where something has", run: warm },
  { name: "a page and a spec edited in a clone, some minutes", run: edit },
];
