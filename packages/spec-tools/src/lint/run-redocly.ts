import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { pointerTokens } from "@genwait/lifecycle";

import { CommandError } from "../command.ts";
import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from "../openapi/json.ts";
import { outsideReferences, outsideReferenceText } from "../openapi/outside-references.ts";

/** One finding of redocly's lint. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
  readonly suggestions: readonly string[];
  /** The way to it in the document. */
  readonly tokens: readonly string[];
}

/**
 * Lints a document with `redocly lint`, by the rules beside this file. It runs in a process of its own: its package has no API.
 *
 * @throws CommandError for a document that names another one: redocly would fetch or read it
 */
export const runRedocly = async (document: JsonObject): Promise<readonly Finding[]> => {
  const [outside] = outsideReferences(document);
  if (outside !== undefined) throw new CommandError(`Failed to lint with redocly: ${outsideReferenceText(outside)}`);
  const folder = await mkdtemp(join(tmpdir(), "lint-"));
  try {
    const path = join(folder, "openapi.json");
    await writeFile(path, JSON.stringify(document));
    return findingsOf(await redoclyLint(path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const redocly = fileURLToPath(new URL("bin/cli.js", import.meta.resolve("@redocly/cli/package.json")));
const rules = fileURLToPath(new URL("redocly.yaml", import.meta.url));

const redoclyLint = (path: string): Promise<string> =>
  new Promise((resolve) => {
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    // It exits with 1 when it finds something, so the exit code says nothing that its output does not.
    execFile(
      process.execPath,
      [redocly, "lint", path, "--config", rules, "--format", "json"],
      { env },
      (_, stdout, stderr) => {
        resolve(stdout === "" ? stderr : stdout);
      },
    );
  });

const findingsOf = (output: string): readonly Finding[] =>
  listAt(parsed(output), "problems").map((problem) => ({
    rule: textAt(problem, "ruleId") ?? "",
    message: textAt(problem, "message") ?? "",
    suggestions: listAt(problem, "suggest").filter((word) => typeof word === "string"),
    tokens: pointerTokens((textAt(listAt(problem, "location")[0], "pointer") ?? "").replace(/^#/, "")),
  }));

const parsed = (output: string): Json => {
  try {
    const report: unknown = JSON.parse(output);
    if (isJsonObject(report) && Object.hasOwn(objectAt(report, "totals"), "errors")) return report;
  } catch (cause) {
    throw unreadable(output, { cause });
  }
  throw unreadable(output);
};

const unreadable = (output: string, options?: ErrorOptions): CommandError =>
  new CommandError(
    `Failed to lint with redocly: it said "${output.trim().slice(0, 300)}". Install again, or report it.`,
    options,
  );
