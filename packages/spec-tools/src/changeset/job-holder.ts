import type { JobWords } from "./job-words.ts";
import type { Told } from "./member-sentences.ts";

/** A whole message about jobs, and how it is told. */
export type JobRow = readonly [message: RegExp, tell: (groups: readonly string[], words: JobWords) => Told];

/**
 * Whom a message is about, in the words of a changelog.
 *
 * @example
 * ```ts
 * holderOf("An item of a `generation` job", words); // "an output of a Gamma generation"
 * ```
 */
export const holderOf = (text: string, words: JobWords): string => {
  const plain = text
    .replace(/^(?:An?|an?) /, "")
    .replace(
      /(.*)\bitem of an? `([^`]+)` job/,
      (_, before: string, job: string) => `${before}output of ${withArticle(words.job(job))}`,
    );
  return withArticle(plain.replace(/`([^`]+)` job$/, (_, job: string) => words.job(job)));
};

/** `a Gamma generation`, `an Affogato generation`. */
export const withArticle = (text: string): string => `${/^[aeiou]/i.test(text) ? "an" : "a"} ${text}`;
