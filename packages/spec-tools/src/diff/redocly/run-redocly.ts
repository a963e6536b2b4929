import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { CommandError } from "../../command.ts";
import { isObject, isString } from "../json.ts";

/** One verdict of `redocly diff`. */
export interface RedoclyVerdict {
  readonly rule: string;
  readonly bump: string;
  readonly message: string;
  /** A JSON Pointer without `#`. */
  readonly pointer: string;
  /** The member that changed, where it is not the whole thing. */
  readonly property: string | undefined;
}

/** Runs `redocly diff` on two files, in a process of its own, so that it works while the other judges do. */
export const runRedocly = async (old: string, revised: string): Promise<readonly RedoclyVerdict[]> => {
  const binary = join(dirname(fileURLToPath(import.meta.resolve("@redocly/cli/package.json"))), "bin/cli.js");
  const args = [binary, "diff", old, revised, "--format", "json", "--fail-on", "none", "--lint-config", "off"];
  const output = await new Promise<string>((resolve, reject) => {
    // In the folder of a document, so that no redocly.yaml of the caller turns rules off.
    execFile(
      process.execPath,
      args,
      { env: quiet, cwd: dirname(old), maxBuffer: largestOutput },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else
          reject(
            new CommandError(`Failed to run redocly diff: ${reasonIn(stderr)} Check that both are OpenAPI documents.`, {
              cause: error,
            }),
          );
      },
    );
  });
  return verdictsIn(JSON.parse(output));
};

const quiet = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", FORCE_COLOR: "0" };

// It repeats both sides of every change.
const largestOutput = 256 * 1024 * 1024;

const reasonIn = (stderr: string): string => {
  const line =
    stderr
      .split("\n")
      .find((text) => text.trim() !== "")
      ?.trim() ?? "it said nothing";
  return line.endsWith(".") ? line : `${line}.`;
};

const verdictsIn = (report: unknown): readonly RedoclyVerdict[] => {
  const changes = isObject(report) && Array.isArray(report["changes"]) ? report["changes"].filter(isObject) : [];
  return changes.flatMap((change) => {
    const verdicts = Array.isArray(change["verdicts"]) ? change["verdicts"].filter(isObject) : [];
    return verdicts.map((verdict) => ({
      rule: String(verdict["ruleId"]),
      bump: String(verdict["impact"]),
      message: String(verdict["message"]),
      pointer: String(change["path"]).replace(/^#/, ""),
      property: isString(change["property"]) ? change["property"] : undefined,
    }));
  });
};
