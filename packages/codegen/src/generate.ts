import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

import { banner, clientModules, documentText, type MadeFrom } from "@genwait/spec-tools/codegen/generated-package.ts";
import { emitIndex } from "@genwait/spec-tools/codegen/index-file.ts";
import { schemaTool } from "@genwait/spec-tools/codegen/schema-file.ts";
import { checkTypes } from "@genwait/spec-tools/codegen/type-check.ts";
import { command, CommandError, type CommandIo, exitCodes, type RunCommand } from "@genwait/spec-tools/command.ts";
import { apiName } from "@genwait/spec-tools/import/api-name.ts";
import { checkDeclarations } from "@genwait/spec-tools/lint/check-declarations.ts";
import { formatProblem } from "@genwait/spec-tools/lint/problem.ts";
import { terminalText } from "@genwait/spec-tools/text/terminal-text.ts";

import { compiler } from "./compiler.ts";
import { guess } from "./guess.ts";
import { type ImportExtension, importExtensions, isImportExtension, withImportExtension } from "./import-extension.ts";
import { readSpec, type SpecSources } from "./read-spec.ts";
import { neededPackages } from "./version.ts";

/** `genwait-codegen`: from a document and an overlay to the modules of a client. */
export const run: RunCommand = command({
  usage: [
    "npx @genwait/codegen --spec <file or https address> [--overlay <file>] --out <folder>",
    "npx @genwait/codegen --spec <file or https address> --overlay <new file> --guess",
  ],
  about: `Makes a client that starts jobs and waits for them: openapi-fetch's, on the types of openapi-typescript, with the lifecycle of its jobs.
The overlay says beside the document what a job is (x-job); without one the document says it itself. Nothing is written unless the result
compiles. Exits with 0 when it is done, with 1 for what the document or the overlay gets wrong, with 64 for wrong arguments.`,
  options: {
    spec: {
      type: "string",
      value: "<file or address>",
      about: "the OpenAPI document (2.0, 3.0 or 3.1, in one file or several), or a page that shows one",
    },
    overlay: { type: "string", value: "<file>", about: "an OpenAPI overlay that declares the jobs" },
    out: { type: "string", value: "<folder>", about: "where the modules go, such as src/generated" },
    name: {
      type: "string",
      value: "<name>",
      about: "what the API is called: <NAME>_API_KEY holds its key; made from the file's name by default",
    },
    "import-extension": {
      type: "string",
      value: importExtensions.join("|"),
      about: "how the modules name one another; js by default, which Node and bundlers take",
    },
    check: { type: "boolean", about: "write nothing; exit with 1 if a file is not as it would be made" },
    guess: { type: "boolean", about: "write an overlay with what can be guessed, and say what is left to fill in" },
  },
  work: async ({ values }, io) => {
    const { spec, overlay, out, name } = values;
    if (spec === undefined) throw wrongUsage("no --spec is given");
    if (name !== undefined) apiName(name);
    if (values.guess === true) {
      if (overlay === undefined || out !== undefined)
        throw wrongUsage("--guess writes the file that --overlay names, and nothing else");
      return guess({ spec, overlay }, io);
    }
    if (out === undefined) throw wrongUsage("no --out is given");
    const extension = values["import-extension"] ?? "js";
    if (!isImportExtension(extension))
      throw wrongUsage(`--import-extension is one of ${importExtensions.join(", ")}, not ${extension}`);
    const made = await modulesOf({ spec, overlay, name }, { extension, out }, io);
    return values.check === true ? check(made, out, io) : write(made, out, io);
  },
});

const schemaNote = `schema.ts is ${schemaTool}, of openapi.json.`;

const wrongUsage = (why: string): CommandError =>
  new CommandError(`Failed to generate: ${why}. --help shows what there is.`, { exitCode: exitCodes.usage });

interface Target {
  readonly extension: ImportExtension;
  readonly out: string;
}

/** The files of a client, by their names. */
type Modules = ReadonlyMap<string, string>;

/** @throws CommandError for what the declarations get wrong, and for a client that would not compile */
const modulesOf = async (sources: SpecSources, { extension, out }: Target, io: CommandIo): Promise<Modules> => {
  const { spec, notes } = await readSpec(sources, io);
  for (const note of notes) io.stderr(`${sources.spec}: ${terminalText(note)}\n`);
  const problems = await checkDeclarations(spec);
  for (const problem of problems) io.stderr(`${terminalText(formatProblem(problem))}\n`);
  const errors = problems.filter(({ severity }) => severity !== "warning");
  if (errors.length > 0)
    throw new CommandError(
      `Failed to generate: ${errors.length === 1 ? "there is a problem" : `there are ${errors.length} problems`}. Mend what is named above; nothing was written.`,
    );
  const madeFrom = madeFromOf(sources, out, io);
  const made = await clientModules({
    name: apiName(spec.name),
    document: spec.document,
    place: sources.spec,
    madeFrom,
  });
  const modules = new Map([
    ...made.modules,
    ["index.ts", `${banner(madeFrom, schemaNote)}${emitIndex(made.api, made.jobs, ".")}`],
  ]);
  await checkTypes([{ place: sources.spec, files: modules }], compiler());
  return new Map([
    ...[...modules].map(([file, text]) => [file, withImportExtension(text, extension)] as const),
    ["openapi.json", documentText(made.document)],
  ]);
};

/** The same on every machine: paths as seen from the folder that the command was typed in. */
const madeFromOf = ({ spec, overlay }: SpecSources, out: string, { cwd }: CommandIo): MadeFrom => {
  const seen = (path: string): string =>
    /^https?:/.test(path) ? path : relative(cwd, resolve(cwd, path)).replaceAll(sep, "/");
  return {
    command: "genwait-codegen",
    source: [seen(spec), ...(overlay === undefined ? [] : [seen(overlay)])].join(" and "),
  };
};

const write = async (modules: Modules, out: string, io: CommandIo): Promise<number> => {
  const folder = resolve(io.cwd, out);
  await refuseForeignFiles(modules, folder, out);
  await mkdir(folder, { recursive: true });
  let count = 0;
  for (const [file, text] of modules) {
    const path = join(folder, file);
    if ((await readIfThere(path)) === text) continue;
    await writeFile(path, text);
    count += 1;
  }
  io.stderr(count === 0 ? `${out} is up to date.\n` : `Wrote ${count} ${count === 1 ? "file" : "files"} to ${out}.\n`);
  io.stderr(`A program that uses it needs:\n  npm install ${neededPackages.join(" ")}\n`);
  return exitCodes.done;
};

/** What somebody wrote by hand is not written over. */
const refuseForeignFiles = async (modules: Modules, folder: string, out: string): Promise<void> => {
  for (const file of modules.keys()) {
    const text = file.endsWith(".ts") ? await readIfThere(join(folder, file)) : undefined;
    if (text === undefined || text === "" || isGenerated(text)) continue;
    throw new CommandError(
      `Failed to generate: ${join(out, file)} is there, and was not made by this command. Move it, or give another --out.`,
    );
  }
};

const isGenerated = (text: string): boolean =>
  text.slice(0, 200).includes("Made by `genwait-codegen`") ||
  text.slice(0, 200).includes("auto-generated by openapi-typescript");

const check = async (modules: Modules, out: string, io: CommandIo): Promise<number> => {
  const stale: string[] = [];
  for (const [file, text] of modules)
    if ((await readIfThere(join(resolve(io.cwd, out), file))) !== text) stale.push(file);
  for (const file of stale) io.stderr(`${join(out, file)}: is not what would be made\n`);
  if (stale.length === 0) return exitCodes.done;
  io.stderr(`Failed to check: run the same command without --check, and commit what it writes.\n`);
  return exitCodes.failed;
};

const readIfThere = async (path: string): Promise<string | undefined> =>
  existsSync(path) ? readFile(path, "utf8") : undefined;
