import { createHash } from "node:crypto";

import type { Bump } from "../diff/bump.ts";
import type { ApiDiff, Reason } from "../diff/report/diff-report.ts";
import { packageName } from "../codegen/names.ts";
import { changesetText } from "./changeset-text.ts";
import { joinedEntries } from "./entry.ts";
import { entryOfReason } from "./entry-of-reason.ts";
import type { JobWords } from "./job-words.ts";

/** A changeset file. */
export interface Changeset {
  /** `spec-<api>-<hash8>.md`. */
  readonly name: string;
  readonly text: string;
  readonly package: string;
  readonly bump: Exclude<Bump, "none">;
}

/**
 * The changeset for what changed in an API; undefined for a change that needs no release. The name carries a hash over what changed, so
 * the same change gives the same file, whenever and wherever it is written.
 */
export const changesetOfApi = ({ api, bump, reasons }: ApiDiff, words: JobWords): Changeset | undefined => {
  if (bump === "none") return undefined;
  const whole = reasons.find(isAboutWholeApi);
  // A package that is new is released as it is, and one that is gone cannot be: what changes is the command line that knows it.
  const named = whole === undefined ? packageName(api) : "genwait";
  const entries = joinedEntries(
    reasons.map((reason) => (reason === whole ? entryOfApi(api, bump) : entryOfReason(reason, words))),
  );
  const name = `spec-${api}-${hashOf(api, bump, reasons)}.md`;
  return { name, package: named, bump, text: changesetText({ package: named, bump, entries }) };
};

const isAboutWholeApi = ({ pointer, message }: Reason): boolean =>
  pointer === "" && /^The API `[^`]+` is (?:new|gone)\b/.test(message);

const entryOfApi = (api: string, bump: Bump): Parameters<typeof joinedEntries>[0][number] =>
  bump === "major"
    ? {
        bump,
        sentence: "Removed the API {}",
        what: `\`${api}\``,
        hint: `Stay on the last version if you call {}, or give its client with \`--api ${packageName(api)}\`.`,
      }
    : { bump, sentence: "Added the API {}", what: `\`${api}\`` };

const hashOf = (api: string, bump: Bump, reasons: readonly Reason[]): string => {
  const content = reasons.map(({ bump, seenBy, pointer, message, old, new: revised }) => [
    bump,
    seenBy,
    pointer,
    message,
    old,
    revised,
  ]);
  return createHash("sha256")
    .update(JSON.stringify([api, bump, content]))
    .digest("hex")
    .slice(0, 8);
};
