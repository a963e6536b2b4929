import { execFile } from "node:child_process";

import { CommandError } from "../command.ts";

/** What the compiler said about one line of one file. */
export interface Complaint {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly code: string;
  readonly message: string;
  /** The innermost of its explanations. */
  readonly because: string | undefined;
}

/** Runs TypeScript's native compiler, which takes a tenth of the time of the one written in JavaScript. */
export const runCompiler = async (args: readonly string[], folder: string): Promise<readonly Complaint[]> => {
  const path = await compilerPath();
  const output = await new Promise<string>((resolve, reject) => {
    execFile(path, [...args, "--pretty", "false"], { cwd: folder, maxBuffer: largestOutput }, (error, stdout) => {
      // It exits with 1 or 2 when there are complaints, which is what it is asked for.
      if (error === null || stdout !== "") resolve(stdout);
      else
        reject(
          new CommandError(`Failed to type-check: ${error.message}. Install the dependencies again.`, { cause: error }),
        );
    });
  });
  return complaintsIn(output);
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
    const [, file, line, column, code, message] = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/.exec(text) ?? [];
    const last = complaints.at(-1);
    if (file !== undefined && code !== undefined && message !== undefined) {
      complaints.push({ file, line: Number(line), column: Number(column), code, message, because: undefined });
    } else if (last !== undefined && text.startsWith("  ")) {
      complaints[complaints.length - 1] = { ...last, because: text.trim() };
    }
  }
  return complaints;
};
