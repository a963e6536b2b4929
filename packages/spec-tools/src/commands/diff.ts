import { enableCompileCache } from "node:module";
import { resolve } from "node:path";

import type { Bump } from "@genwait/openapi-diff";

import { command, CommandError, type CommandIo, exitCodes, type RunCommand } from "../command.ts";
import type { DiffReport } from "../diff/report.ts";

const options = {
  base: { type: "string", value: "<git ref>", about: "the commit to compare the specs with; HEAD without it" },
  from: { type: "string", value: "<file>", about: "the old document, with --to: any two documents" },
  to: { type: "string", value: "<file>", about: "the new document" },
  json: { type: "boolean", about: "prints the report as JSON" },
  markdown: { type: "boolean", about: "prints it as Markdown, for a pull request" },
  "fail-on": {
    type: "string",
    value: "<bump>",
    about: "major, minor or patch: exits with 1 for a change as strong as this",
  },
} as const;

/** `specs:diff`: 0 whatever the verdict; 1 when it is as strong as `--fail-on`. */
export const run: RunCommand = command({
  usage: ["pnpm specs:diff [--base <git ref>]", "pnpm specs:diff --from <old> --to <new>"],
  about:
    "Says what a change of the specs, or of any document, means for the packages: the bump, and every change behind it.",
  options,
  work: async ({ values }, io) => {
    const chosen = readOptions(values);
    // The comparison is many modules; their compiled form saves a third of the time.
    enableCompileCache();
    const report = await reportOf(chosen, io);
    const { atLeast } = await import("@genwait/openapi-diff");
    io.stdout(await rendered(report, chosen));
    const fails =
      chosen.failOn !== undefined && report.apis.some(({ bump }) => atLeast(bump, chosen.failOn ?? "major"));
    return fails ? exitCodes.failed : exitCodes.done;
  },
});

interface DiffOptions {
  readonly base: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly format: "text" | "json" | "markdown";
  readonly failOn: Bump | undefined;
}

type Given = Parameters<Parameters<typeof command<typeof options>>[0]["work"]>[0]["values"];

const readOptions = (values: Given): DiffOptions => {
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

const usage = (why: string, what: string): CommandError =>
  new CommandError(`Failed to compare: ${why}. ${what}.`, { exitCode: exitCodes.usage });

const reportOf = async ({ base, from, to }: DiffOptions, io: CommandIo): Promise<DiffReport> => {
  const { cwd } = io;
  if (from === undefined || to === undefined) {
    const { diffSpecs } = await import("../diff/git/diff-specs.ts");
    return diffSpecs(base, io);
  }
  const { diffFiles } = await import("../diff/diff-files.ts");
  const report = await diffFiles(resolve(cwd, from), resolve(cwd, to), io);
  return { ...report, base: { name: from } };
};

const rendered = async (report: DiffReport, { format }: DiffOptions): Promise<string> => {
  if (format === "json") return `${JSON.stringify(report, undefined, 2)}\n`;
  const { reportMarkdown, reportText } = await import("../diff/report.ts");
  return format === "markdown" ? reportMarkdown(report) : reportText(report);
};
