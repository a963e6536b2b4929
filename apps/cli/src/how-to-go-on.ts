import type { Job } from "@genwait/lifecycle";
import { terminalText } from "./terminal-text.ts";

/** The words of the command line that lead back to the same service and the same kind of job. */
export interface SameService {
  /** What `--api` named, if anything did. */
  readonly own?: string;
  readonly baseUrl?: string;
  readonly isDefaultJob: boolean;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
}

/** What to type to wait for the job again: the id is never lost. */
export const howToGoOn = (job: Job, { own, baseUrl, isDefaultJob }: Omit<SameService, "keyVariable">): string =>
  terminalText(
    [
      "genwait wait",
      own === undefined ? job.api : `--api ${quoted(own)}`,
      quoted(job.id),
      ...(isDefaultJob ? [] : [`--job ${job.name}`]),
      ...(baseUrl === undefined ? [] : [`--base-url ${quoted(baseUrl)}`]),
    ].join(" "),
  );

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith("-") ? word : `'${word.replaceAll("'", `'\\''`)}'`;
