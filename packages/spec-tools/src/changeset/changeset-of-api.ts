import { createHash } from "node:crypto";

import {
  type Bump,
  type Change,
  changelogEntries,
  type ChangelogEntry,
  entriesMarkdown,
  type Words,
} from "@genwait/openapi-diff";

import { packageName } from "../codegen/names.ts";
import { type ApiDiff, isOwnChange, ownEntryOf, type SpecChange } from "../diff/spec-change.ts";

/** A changeset file. */
export interface Changeset {
  /** `spec-<api>-<hash8>.md`. */
  readonly name: string;
  readonly text: string;
  readonly package: string;
  readonly bump: Bump;
}

/**
 * The changeset for what changed in an API; undefined for a change that needs no release. The name carries a hash over what changed, so
 * the same change gives the same file, whenever and wherever it is written.
 */
export const changesetOfApi = ({ api, bump, changes }: ApiDiff, words: Words): Changeset | undefined => {
  if (bump === "none") return undefined;
  // A package that is new is released as it is, and one that is gone cannot be: what changes is the command line that knows it.
  const isWhole = changes.some(({ code }) => code === "api-added" || code === "api-removed");
  const named = isWhole ? "genwait" : packageName(api);
  return {
    name: `spec-${api}-${hashOf(api, changes)}.md`,
    package: named,
    bump,
    text: `---\n${JSON.stringify(named)}: ${bump}\n---\n\n${entriesMarkdown(entriesOf(changes, words))}\n`,
  };
};

const entriesOf = (changes: readonly SpecChange[], words: Words): readonly ChangelogEntry[] => {
  const own = changes.filter(isOwnChange).map(ownEntryOf);
  const entries = [
    ...changelogEntries(
      changes.filter((change): change is Change => !isOwnChange(change)),
      words,
    ),
    ...own,
  ];
  return (["major", "minor", "patch"] as const).flatMap((bump) => entries.filter((entry) => entry.bump === bump));
};

const hashOf = (api: string, changes: readonly SpecChange[]): string => {
  const content = changes.map(({ subject, ...facts }) => [subject.pointer, facts]);
  return createHash("sha256")
    .update(JSON.stringify([api, content]))
    .digest("hex")
    .slice(0, 8);
};
