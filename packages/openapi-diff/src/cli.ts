import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { parse } from "yaml";

import { atLeast, type Bump, bumpOf } from "./change.ts";
import { changelogMarkdown } from "./changelog.ts";
import { diffDocuments } from "./diff.ts";
import { DocumentError } from "./document.ts";
import { plainText } from "./text.ts";
import { renderMarkdown, renderText } from "./rendering.ts";

/** What the command may touch; a test hands in its own. */
export interface CliIo {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** Exit codes. */
export const exitCodes = {
  done: 0,
  /** The changes ask for the bump that `--fail-on` names, or a stronger one. */
  found: 1,
  /** A document cannot be read or compared. */
  failed: 2,
  /** A wrong argument; 64 is EX_USAGE of sysexits.h. */
  usage: 64,
} as const;

const options = {
  json: { type: "boolean", help: "write the changes as JSON: { bump, changes }" },
  markdown: { type: "boolean", help: "write the report as Markdown, for a pull request" },
  changelog: { type: "boolean", help: "write the changes as a changelog's section, with what callers have to do" },
  "wire-only": { type: "boolean", help: "leave out what only a typed client shows, such as names of operations" },
  "fail-on": {
    type: "string",
    value: "<bump>",
    help: "end with exit code 1 for major, minor or patch changes and above",
  },
  help: { type: "boolean", help: "show this" },
} as const;

/** The usage, made from the table of options. */
export const usage = (): string => {
  const names = Object.entries(options).map(([name, option]) => ({
    name: `--${name}${"value" in option ? ` ${option.value}` : ""}`,
    help: option.help,
  }));
  const width = Math.max(...names.map(({ name }) => name.length));
  return [
    "openapi-diff <old> <new> [options]",
    "",
    "Says what changed between two OpenAPI documents (3.0 to 3.2, YAML or JSON), and which bump a client needs.",
    "",
    ...names.map(({ name, help }) => `  ${name.padEnd(width)}  ${help}`),
    "",
    "Exit codes: 0 done, 1 --fail-on is met, 2 a document cannot be compared, 64 wrong usage.",
    "",
  ].join("\n");
};

/** Compares two files and gives the exit code. */
export const run = (args: readonly string[], io: CliIo): number => {
  try {
    const { values, positionals } = parsed(args);
    if (values.help === true) {
      io.stdout(usage());
      return exitCodes.done;
    }
    const [old, revised, ...more] = positionals;
    if (old === undefined || revised === undefined || more.length > 0) {
      throw new UsageError(
        `Failed to compare: ${positionals.length} files were given. Give two: the old and the new document.`,
      );
    }
    const limit = bumpNamed(values["fail-on"]);
    const changes = diffDocuments(readDocument(old), readDocument(revised), { types: values["wire-only"] !== true });
    if (values.json === true) io.stdout(`${JSON.stringify({ bump: bumpOf(changes), changes }, undefined, 2)}\n`);
    else if (values.changelog === true) io.stdout(`${changelogMarkdown(changes)}\n`);
    else io.stdout(values.markdown === true ? renderMarkdown(changes) : renderText(changes));
    return limit !== undefined && atLeast(bumpOf(changes), limit) ? exitCodes.found : exitCodes.done;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof DocumentError)) throw error;
    io.stderr(`${plainText(error.message)}\n`);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
};

class UsageError extends Error {
  override readonly name: string = "UsageError";
}

const parsed = (args: readonly string[]): ReturnType<typeof parseOptions> => {
  try {
    return parseOptions(args);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split(/[.\n]/)[0] ?? "") : String(cause);
    throw new UsageError(`Failed to read the arguments: ${reason}. openapi-diff --help shows them.`, { cause });
  }
};

const parseOptions = (args: readonly string[]) => parseArgs({ args: [...args], options, allowPositionals: true });

const bumpNamed = (name: string | undefined): Bump | undefined => {
  if (name === undefined) return undefined;
  const bump = (["major", "minor", "patch"] as const).find((known) => known === name);
  if (bump === undefined) {
    throw new UsageError(`Failed to read --fail-on: ${JSON.stringify(name)} is no bump. Give major, minor or patch.`);
  }
  return bump;
};

const readDocument = (path: string): unknown => {
  const text = readText(path);
  try {
    // JSON is YAML too, but its own parser is fifty times as fast.
    return jsonIn(text) ?? parse(text, { merge: true });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "").replace(/[.:]$/, "") : String(cause);
    throw new DocumentError(`Failed to read ${path}: ${reason}. Correct the file.`, { cause });
  }
};

const readText = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const reason = isMissing ? "there is no such file" : "it cannot be read";
    throw new DocumentError(`Failed to read ${path}: ${reason}. Give the path of an OpenAPI document.`, { cause });
  }
};

const jsonIn = (text: string): unknown => {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
