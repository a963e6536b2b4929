import { readdirSync, readFileSync } from "node:fs";

import { parse } from "yaml";

import { type Bump, bumps } from "../bump.ts";
import { isObject, isString } from "../json.ts";
import { applyEdits, type Edit } from "./apply-edits.ts";

/** A single change with the bump it asks for. */
export interface CorpusCase {
  readonly file: string;
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly bump: Bump;
  readonly why: string;
}

/** Reads every case of the corpus, both documents made. */
export const readCorpus = (): readonly CorpusCase[] => {
  const read = (name: string): unknown => parse(readFileSync(new URL(name, folder), "utf8"));
  const bases = { posters: read("base.yaml"), jobs: read("jobs.yaml") };
  return readdirSync(new URL("cases/", folder))
    .sort()
    .flatMap((file) => {
      const cases = read(`cases/${file}`);
      return (Array.isArray(cases) ? cases : []).map((entry) => readCase(entry, file, bases));
    });
};

const folder = new URL("../../../corpus/", import.meta.url);

const readCase = (
  entry: unknown,
  file: string,
  bases: { readonly posters: unknown; readonly jobs: unknown },
): CorpusCase => {
  if (!isObject(entry) || !isString(entry["name"]) || !isString(entry["why"])) {
    throw new Error(
      `Failed to read ${file}: a case has no name or no reason. Give it \`name\`, \`to\`, \`bump\` and \`why\`.`,
    );
  }
  const bump = bumps.find((known) => known === entry["bump"]);
  if (bump === undefined)
    throw new Error(`Failed to read "${entry["name"]}" in ${file}: its bump is none of ${bumps.join(", ")}.`);
  const base = entry["base"] === "jobs" ? bases.jobs : bases.posters;
  const start = isString(entry["version"]) ? applyEdits(base, [{ set: "/openapi", value: entry["version"] }]) : base;
  const from = applyEdits(start, editsOf(entry["from"]));
  return { file, name: entry["name"], from, to: applyEdits(from, editsOf(entry["to"])), bump, why: entry["why"] };
};

const editsOf = (value: unknown): readonly Edit[] => (Array.isArray(value) ? value.filter(isEdit) : []);

const isEdit = (value: unknown): value is Edit => {
  const known =
    isObject(value) &&
    (("set" in value && "value" in value) ||
      "remove" in value ||
      "first" in value ||
      ("rename" in value && "to" in value));
  if (!known)
    throw new Error(`Failed to read the edit ${JSON.stringify(value)}: it is none of set, remove, rename, first.`);
  return known;
};
