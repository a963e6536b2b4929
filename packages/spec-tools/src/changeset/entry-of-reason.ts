import type { Reason } from "../diff/report/diff-report.ts";
import type { Entry } from "./entry.ts";
import { jobRows } from "./job-sentences.ts";
import type { JobWords } from "./job-words.ts";
import { limitRows } from "./limit-sentences.ts";
import { memberRows, type Row, type Told } from "./member-sentences.ts";
import { operationRows } from "./operation-sentences.ts";
import { thingOf } from "./thing.ts";
import { typeRows } from "./type-sentences.ts";

/** What a reason of the diff means to the reader of a changelog; undefined where the tables have no words for it. */
export const knownEntry = ({ bump, message }: Reason, words: JobWords): Entry | undefined => {
  const told = byWholeMessage(message, words) ?? byPredicate(message, words);
  if (told === undefined) return undefined;
  const { sentence, hint, what } = told;
  return { bump, sentence, what, ...(bump === "major" && hint !== undefined && { hint }) };
};

/** The same, in the diff's own words where the tables have none. */
export const entryOfReason = (reason: Reason, words: JobWords): Entry =>
  knownEntry(reason, words) ?? {
    bump: reason.bump,
    sentence: "Took over from the vendor: {}",
    what: reason.message.replace(/\.$/, ""),
  };

type Complete = Told & { readonly what: string };

const byWholeMessage = (message: string, words: JobWords): Complete | undefined => {
  for (const [pattern, tell] of jobRows) {
    const groups = groupsOf(pattern, message);
    if (groups !== undefined) return complete(tell(groups, words), "");
  }
  for (const [pattern, tell] of [...operationRows, ...typeRows]) {
    const groups = groupsOf(pattern, message);
    if (groups !== undefined) return complete(tell(groups, { what: "", where: "", side: undefined }), "");
  }
  return undefined;
};

const groupsOf = (pattern: RegExp, message: string): readonly string[] | undefined =>
  new RegExp(`^${pattern.source}\\.$`).exec(message)?.slice(1);

/** Every other message is a subject and a predicate. */
const byPredicate = (message: string, words: JobWords): Complete | undefined => {
  for (const [predicate, tell] of predicateRows) {
    const match = new RegExp(`^(.+?) (?:${predicate.source})\\.$`).exec(message);
    if (match === null) continue;
    const [, subject = "", ...groups] = match;
    const thing = thingOf(subject, words);
    return complete(tell(groups, thing), thing.what);
  }
  return undefined;
};

const predicateRows: readonly Row[] = [...limitRows, ...memberRows];

const complete = (told: Told, what: string): Complete => ({ ...told, what: told.what ?? what });
