import { readdirSync, readFileSync } from "node:fs";

import { isRecord } from "@genwait/lifecycle";
import { parse } from "yaml";

import type { Bump } from "../src/change.ts";
import { applyEdits, type Edit } from "./edits.ts";

/** A single change with the bump it asks for. */
export interface CorpusCase {
  readonly file: string;
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly bump: Bump | "none";
  /** What the packages that are generated of the two documents ask for, where their compiler knows more. */
  readonly packages?: "major";
  readonly why: string;
}

const folder = new URL("./", import.meta.url);

const parsed = (name: string): unknown => parse(readFileSync(new URL(name, folder), "utf8"));

/** Every case of the corpus, both documents made. */
export const readCorpus = (): readonly CorpusCase[] => {
  const bases = { posters: parsed("base.yaml"), jobs: parsed("jobs.yaml") };
  return readdirSync(new URL("cases/", folder))
    .sort()
    .flatMap((file) => {
      const cases = parsed(`cases/${file}`);
      return (Array.isArray(cases) ? cases : []).map((entry) => readCase(entry, file, bases));
    });
};

const readCase = (
  entry: unknown,
  file: string,
  bases: { readonly posters: unknown; readonly jobs: unknown },
): CorpusCase => {
  if (!isRecord(entry) || typeof entry["name"] !== "string" || typeof entry["why"] !== "string") {
    throw new Error(
      `Failed to read ${file}: a case has no name or no reason. Give it \`name\`, \`to\`, \`bump\` and \`why\`.`,
    );
  }
  const { name, why } = { name: entry["name"], why: entry["why"] };
  const bump = (["major", "minor", "patch", "none"] as const).find((known) => known === entry["bump"]);
  if (bump === undefined) throw new Error(`Failed to read "${name}" in ${file}: its bump is none that there is.`);
  const base = entry["base"] === "jobs" ? bases.jobs : bases.posters;
  const version = entry["version"];
  const start = typeof version === "string" ? applyEdits(base, [{ set: "/openapi", value: version }]) : base;
  const from = applyEdits(start, editsOf(entry["from"]));
  const packages = entry["packages"] === "major" ? { packages: "major" as const } : {};
  return { file, name, from, to: applyEdits(from, editsOf(entry["to"])), bump, ...packages, why };
};

const editsOf = (value: unknown): readonly Edit[] => (Array.isArray(value) ? value.filter(isEdit) : []);

const isEdit = (value: unknown): value is Edit => {
  const isKnown =
    isRecord(value) &&
    (("set" in value && "value" in value) ||
      "remove" in value ||
      "first" in value ||
      ("rename" in value && "to" in value));
  if (!isKnown) {
    throw new Error(`Failed to read the edit ${JSON.stringify(value)}: it is none of set, remove, rename, first.`);
  }
  return isKnown;
};
