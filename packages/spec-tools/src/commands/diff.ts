import { enableCompileCache } from "node:module";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { CommandError, type CommandIo, exitCodes } from "../command.ts";
import type { Bump } from "../diff/bump.ts";
import type { DiffReport } from "../diff/report/diff-report.ts";

/**
 * `specs:diff [--base <git ref>] [--json | --markdown] [--fail-on major|minor|patch]`, or `--from <old> --to <new>` for any two
 * documents: what a change of the specs means for the packages.
 *
 * @returns 0 whatever the verdict; 1 when it is as strong as `--fail-on`
 */
export const run = async (args: readonly string[], io: CommandIo): Promise<number> => {
  const options = readOptions(args);
  // The judges are a hundred small modules; their compiled form saves a third of the time.
  enableCompileCache();
  const report = await reportOf(options, io);
  const { atLeast } = await import("../diff/bump.ts");
  io.stdout(await rendered(report, options));
  const fails =
    options.failOn !== undefined &&
    report.apis.some(({ bump }) => bump !== "none" && atLeast(bump, options.failOn ?? "major"));
  return fails ? exitCodes.failed : exitCodes.done;
};

interface DiffOptions {
  readonly base: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly format: "text" | "json" | "markdown";
  readonly failOn: Bump | undefined;
}

const readOptions = (args: readonly string[]): DiffOptions => {
  const { values } = parseArgs({ args: [...args], options: optionTypes });
  const { base, from, to, json, markdown } = values;
  if ((from === undefined) !== (to === undefined))
    throw usage("only one of --from and --to is given", "Give both, or neither to compare the specs with a commit");
  if (base !== undefined && from !== undefined)
    throw usage("--base and --from exclude each other", "Compare with a commit, or two documents");
  if (json === true && markdown === true) throw usage("--json and --markdown exclude each other", "Choose one");
  const failOn = (["major", "minor", "patch"] as const).find((bump) => bump === values["fail-on"]);
  if (values["fail-on"] !== undefined && failOn === undefined) {
    throw usage(`--fail-on ${values["fail-on"]} is no bump`, "Use major, minor or patch");
  }
  return {
    base: base ?? "HEAD",
    from,
    to,
    failOn,
    format: json === true ? "json" : markdown === true ? "markdown" : "text",
  };
};

const optionTypes = {
  base: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  "fail-on": { type: "string" },
} as const;

const usage = (why: string, what: string): CommandError =>
  new CommandError(`Failed to compare: ${why}. ${what}.`, { exitCode: exitCodes.usage });

const reportOf = async ({ base, from, to }: DiffOptions, { cwd }: CommandIo): Promise<DiffReport> => {
  if (from === undefined || to === undefined) {
    const { diffSpecs } = await import("../diff/git/diff-specs.ts");
    return diffSpecs(base, cwd);
  }
  const { diffFiles } = await import("../diff/diff-files.ts");
  return diffFiles(resolve(cwd, from), resolve(cwd, to));
};

const rendered = async (report: DiffReport, { format }: DiffOptions): Promise<string> => {
  if (format === "json") return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === "markdown") return (await import("../diff/report/render-markdown.ts")).renderMarkdown(report);
  return (await import("../diff/report/render-text.ts")).renderText(report);
};
