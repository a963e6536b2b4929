import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CommandError } from "../../command.ts";

/** What the compiler said about one line of one file. */
export interface Complaint {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly code: string;
  readonly message: string;
  /** The innermost of its explanations. */
  readonly because: string | undefined;
}

/**
 * Type-checks a few modules that need nothing but each other.
 *
 * The native compiler does it in ten milliseconds, where loading the one written in JavaScript takes a hundred and fifty; the standard
 * library is replaced by the few lines that the modules use.
 */
export const compile = async (modules: Readonly<Record<string, string>>): Promise<readonly Complaint[]> => {
  const folder = await mkdtemp(join(tmpdir(), "spec-diff-"));
  try {
    const files = { "lib.d.ts": standardLibrary, ...modules };
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
    return complaintsIn(await runCompiler(Object.keys(files), folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const standardLibrary = `${[
  "Boolean",
  "CallableFunction",
  "Function",
  "IArguments",
  "NewableFunction",
  "Number",
  "Object",
  "RegExp",
  "String",
]
  .map((name) => `interface ${name} {}`)
  .join("\n")}\ninterface Array<T> { readonly length: number; [index: number]: T; }\n`;

const options: readonly string[] = [
  "--noLib",
  "--noEmit",
  "--strict",
  "--exactOptionalPropertyTypes",
  "--allowImportingTsExtensions",
  "--ignoreConfig",
  "--module",
  "esnext",
  "--moduleResolution",
  "bundler",
  "--types",
  "",
  "--pretty",
  "false",
];

const runCompiler = async (files: readonly string[], folder: string): Promise<string> => {
  const path = await compilerPath();
  return new Promise((resolve, reject) => {
    execFile(path, [...options, ...files], { cwd: folder, maxBuffer: largestOutput }, (error, stdout) => {
      // It exits with 1 or 2 when there are complaints, which is what it is asked for.
      if (error === null || stdout !== "") resolve(stdout);
      else
        reject(
          new CommandError(`Failed to type-check: ${error.message}. Install the dependencies again.`, { cause: error }),
        );
    });
  });
};

// A thousand complaints with long types in them.
const largestOutput = 64 * 1024 * 1024;

/** The package keeps its binary for each system in a package of its own and exports no way to it but this file. */
const compilerPath = async (): Promise<string> => {
  const module: unknown = await import(
    new URL("lib/getExePath.js", import.meta.resolve("typescript-native/package.json")).href
  );
  const find = typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  const path: unknown = typeof find === "function" ? find() : undefined;
  if (typeof path !== "string") {
    throw new CommandError(
      "Failed to find the TypeScript compiler: its package has another layout. Install the dependencies again.",
    );
  }
  return path;
};

const complaintsIn = (output: string): readonly Complaint[] => {
  const complaints: Complaint[] = [];
  for (const text of output.split("\n")) {
    const match = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(text);
    const [, file, line, code, message] = match ?? [];
    const last = complaints.at(-1);
    if (file !== undefined && line !== undefined && code !== undefined && message !== undefined) {
      complaints.push({ file, line: Number(line), code, message, because: undefined });
    } else if (last !== undefined && text.startsWith("  ")) {
      complaints[complaints.length - 1] = { ...last, because: text.trim() };
    }
  }
  return complaints;
};
