import { holderOf, type JobRow } from "./job-holder.ts";

/** What a phase of a job holds. The first that fits counts. */
export const guaranteeRows: readonly JobRow[] = [
  [
    /(A.+) now guarantees `\/(.+)`/,
    ([who = "", member = ""], words) => ({
      sentence: `Guaranteed {} of ${holderOf(who, words)}: it is always there`,
      what: code(member),
    }),
  ],
  [
    /(A.+) no longer guarantees `\/(.+)`, so .+/,
    ([who = "", member = ""], words) => ({
      sentence: `Withdrew the guarantee of {} of ${holderOf(who, words)}`,
      what: code(member),
      hint: "Expect {} to be missing.",
    }),
  ],
  [
    /(A.+) guarantees `\/(.+)`, which the schema no longer has/,
    ([who = "", member = ""], words) => ({
      sentence: `Removed {} from ${holderOf(who, words)}`,
      what: code(member),
      hint: "Code that reads {} no longer compiles: do without it.",
    }),
  ],
  [
    /(A.+) never has `\/(.+)` now, .+/,
    ([who = "", member = ""], words) => ({
      sentence: `Ruled out {} for ${holderOf(who, words)}`,
      what: code(member),
      hint: "Code that reads {} there no longer compiles: do without it.",
    }),
  ],
  [
    /(A.+) may now have `\/(.+)`/,
    ([who = "", member = ""], words) => ({ sentence: `Let ${holderOf(who, words)} have {}`, what: code(member) }),
  ],
];

const code = (pointer: string): string => `\`${pointer.replaceAll("/", ".")}\``;
