import { holderOf, type JobRow, withArticle } from "./job-holder.ts";

/** The words in which a service tells a state, and the phases they lead to. The first that fits counts. */
export const statusRows: readonly JobRow[] = [
  [
    /(.+) will be treated as (\w+) until the overlay names (?:it|them)/,
    ([status = "", phase = ""], { onlyJob }) => ({
      sentence: `Added the status {}${onlyJob === undefined ? "" : ` to ${withArticle(onlyJob)}`}, which counts as ${phase}`,
      what: status,
    }),
  ],
  [
    /(.+) never says (`[^`]+`) any more, which meant ([^;]+)(; other words for it remain)?/,
    ([who = "", word = "", kind = "", remains], words) => ({
      sentence: `Removed the status {}, which meant ${kind}, from ${holderOf(who, words)}`,
      what: word,
      hint: remains === undefined ? `Nothing says ${kind} any more: look at how the job ends now.` : undefined,
    }),
  ],
  [
    /(`[^`]+`) now means (.+) for (.+); it meant nothing/,
    ([word = "", kind = "", who = ""], words) => ({
      sentence: `Made the status {} of ${holderOf(who, words)} mean ${kind}`,
      what: word,
    }),
  ],
  [
    /(`[^`]+`) now means (.+) for (.+); it meant (.+)/,
    ([word = "", kind = "", who = "", was = ""], words) => ({
      sentence: `Made the status {} of ${holderOf(who, words)} mean ${kind}; it meant ${was}`,
      what: word,
      hint: "Look at what your code does for {}.",
    }),
  ],
  [
    /A status that is not listed now means (\w+) for (.+); it meant (\w+)/,
    ([kind = "", who = "", was = ""], words) => ({
      sentence: `Made an unlisted status of {} mean ${kind}; it meant ${was}`,
      what: holderOf(who, words),
      hint: "Look at what your code does for a status that nobody lists.",
    }),
  ],
  [
    /(An? .+) can now be (\w+), which .+/,
    ([who = "", phase = ""], words) => ({
      sentence: `Added the phase \`${phase}\` to {}`,
      what: holderOf(who, words),
      hint: `Handle \`${phase}\` wherever you switch over \`phase\`.`,
    }),
  ],
  [
    /(An? .+) can no longer be (\w+), .+/,
    ([who = "", phase = ""], words) => ({
      sentence: `Removed the phase \`${phase}\` from {}`,
      what: holderOf(who, words),
      hint: `Drop the case \`${phase}\` wherever you switch over \`phase\`.`,
    }),
  ],
];
