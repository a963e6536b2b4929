import { spawn } from "node:child_process";
import process from "node:process";

import { packageName } from "../codegen/names.ts";
import { CommandError, type CommandIo, type CommandModule, exitCodes, reportingFailures } from "../command.ts";

/** What an update of one API is about. */
export interface Update {
  readonly api: string;
  /** Files and addresses of the vendor's pages; none reads the recorded addresses again. */
  readonly pages: readonly string[];
  /** Where files were saved from, in the order of the files. */
  readonly addresses: readonly string[];
  /** The git ref that the specs are compared with. */
  readonly base: string;
}

/** One step on the way from a page to tarballs. */
export interface UpdateStep {
  readonly name: string;
  /** The scripts of the root that the step is, each as a person would type it after `pnpm`. */
  readonly scripts: readonly (readonly string[])[];
  /** What a person does where it fails. */
  readonly advice: string;
}

/** The part of the contract suite that a spec can break; the rest is about how the poller, the mock and the command line behave. */
const declaredTests = ["src/lifecycles", "src/responses", "src/operations", "src/declared-errors", "src/creates"];

/** The way from a page to tarballs, in its order. */
export const updateSteps = ({ api, pages, addresses, base }: Update): readonly UpdateStep[] => {
  const client = packageName(api);
  const saved = addresses.flatMap((address) => ["--address", address]);
  return [
    {
      name: "import",
      scripts: [["specs:import", ...pages, ...saved, "--api", api]],
      advice: "Name the page's file, or where it is now.",
    },
    {
      name: "lint",
      scripts: [["specs:lint", `specs/${api}`]],
      advice: `Mend specs/${api}/overlay.yaml and responses.yaml where the lines above say.`,
    },
    {
      name: "generate",
      scripts: [["generate"]],
      advice: `Mend specs/${api}/overlay.yaml where the lines above say.`,
    },
    { name: "docs", scripts: [["docs:build"]], advice: "Mend what the lines above say." },
    { name: "format", scripts: [["format"]], advice: "Mend the syntax of the file that is named above." },
    {
      name: "diff",
      scripts: [["specs:diff", "--base", base]],
      advice: "Name a commit that git knows with --base, or mend the document that is named above.",
    },
    {
      name: "changeset",
      scripts: [["specs:changeset", "--base", base]],
      advice: "Mend what the lines above say.",
    },
    {
      name: "test",
      scripts: [
        ["exec", "turbo", "run", "build", "typecheck", "check:package", `--filter=${client}`],
        ["--filter", "@genwait/contract", "test", ...declaredTests, "-t", api, "--reporter=dot"],
      ],
      advice: `Bring specs/${api}/responses.yaml and overlay.yaml into line with each other: a test that fails says where they differ.`,
    },
    { name: "pack", scripts: [["specs:pack", client]], advice: "Mend what the lines above say." },
  ];
};

/** Runs one script of the root and gives its exit code. */
export type RunScript = (script: readonly string[], io: CommandIo) => Promise<number>;

/**
 * Runs steps in their order, each with a line that says what runs and one that says how long it took, up to the first that fails.
 *
 * @returns the step that failed, with its exit code; undefined when all went well
 */
export const runSteps = async (
  steps: readonly UpdateStep[],
  { from, runScript, io }: { readonly from: number; readonly runScript: RunScript; readonly io: CommandIo },
): Promise<{ readonly step: UpdateStep; readonly exitCode: number } | undefined> => {
  for (const [index, step] of steps.entries()) {
    if (index < from) continue;
    const start = io.now().getTime();
    const seconds = (): string => `${((io.now().getTime() - start) / 1000).toFixed(1)} s`;
    for (const script of step.scripts) {
      io.stderr(`${index + 1}/${steps.length} ${step.name}: pnpm ${script.map(shellWord).join(" ")}\n`);
      const exitCode = await runScript(script, io);
      if (exitCode === exitCodes.done) continue;
      io.stderr(`${index + 1}/${steps.length} ${step.name}: failed after ${seconds()}\n`);
      return { step, exitCode };
    }
    io.stderr(`${index + 1}/${steps.length} ${step.name}: done in ${seconds()}\n`);
  }
  return undefined;
};

/** A word as a shell takes it for one. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Those of our own commands among the scripts: they run in this process, which saves each a start. */
const ownScripts: Readonly<Record<string, () => Promise<CommandModule>>> = {
  "specs:import": () => import("../commands/import.ts"),
  "specs:lint": () => import("../commands/lint.ts"),
  generate: () => import("../commands/generate.ts"),
  "docs:build": () => import("../commands/docs.ts"),
  "specs:diff": () => import("../commands/diff.ts"),
  "specs:changeset": () => import("../commands/changeset.ts"),
  "specs:pack": () => import("../commands/pack.ts"),
};

/** Runs a script of the root: one of ours in this process, any other by pnpm. */
export const runScript: RunScript = ([name = "", ...args], io) => {
  const load = Object.hasOwn(ownScripts, name) ? ownScripts[name] : undefined;
  return load === undefined
    ? runPnpm([name, ...args], io)
    : reportingFailures(io, async () => (await load()).run(args, io));
};

/** Whatever it prints is told where it fails, and is of no interest otherwise. */
const runPnpm = (args: readonly string[], io: CommandIo): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn("pnpm", [...args], {
      cwd: io.cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", NO_COLOR: "1", FORCE_COLOR: "0" },
      // A .cmd shim, which is what Windows has on its PATH, starts through a shell only.
      shell: process.platform === "win32",
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output = `${output}${text}`.slice(-mostOutput)));
    child.on("error", (cause) =>
      reject(new CommandError(`Failed to start pnpm: ${cause.message}. ${hint}.`, { cause })),
    );
    child.on("close", (code) => {
      if (code !== exitCodes.done) io.stderr(`${output.trimEnd()}\n`);
      resolve(code ?? exitCodes.failed);
    });
  });

const hint = "Run this command through pnpm, or npx pnpm, which puts it on the PATH";

/** The end of what a failing test run says tells which test failed, and why. */
const mostOutput = 16_000;
