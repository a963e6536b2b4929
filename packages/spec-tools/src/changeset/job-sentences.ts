import { holderOf, type JobRow, withArticle } from "./job-holder.ts";
import { guaranteeRows } from "./guaranteed-sentences.ts";
import { statusRows } from "./status-sentences.ts";

/** What happened to the lifecycle of a job. The first that fits counts. */
export const jobRows: readonly JobRow[] = [
  ...statusRows,
  ...guaranteeRows,
  [/The job `([^`]+)` is new/, ([job = ""]) => ({ sentence: "Added the job {}", what: `\`${job}\`` })],
  [
    /The job (`[^`]+`) is no longer declared, .+/,
    ([job = ""]) => ({
      sentence: "Removed the job {}",
      what: job,
      hint: "Wait for another job: the client's method {} is gone.",
    }),
  ],
  [
    /The job (`[^`]+`) is now called (`[^`]+`), .+/,
    ([old = "", job = ""]) => ({
      sentence: `Renamed the job ${old} to {}`,
      what: job,
      hint: `Use {} in place of ${old}; saved jobs of the old name cannot be resumed.`,
    }),
  ],
  [
    /The job (`[^`]+`) is now reported on by (`[^`]+`); it was (`[^`]+`)/,
    ([job = "", now = "", was = ""]) => ({
      sentence: `Made ${now} report on the job {} in place of ${was}`,
      what: job,
      hint: "Look at what the bodies of {} hold now.",
    }),
  ],
  [
    /Who names no job now means (`[^`]+`); it was (`[^`]+`)/,
    ([now = "", was = ""]) => ({
      sentence: `Made {} the default job in place of ${was}`,
      what: now,
      hint: `Name ${was} where it is meant.`,
    }),
  ],
  [
    /The status of (.+) is now read from (`[^`]+`)/,
    ([who = "", at = ""], words) => ({
      sentence: `Read the status of {} from ${at}`,
      what: holderOf(who, words),
      hint: "Update the client: an older one no longer sees the status.",
    }),
  ],
  [
    /The schema no longer has the items of a `([^`]+)` job at (`[^`]+`)/,
    ([job = "", at = ""], words) => ({
      sentence: `Removed the outputs at ${at} from {}`,
      what: withArticle(words.job(job)),
      hint: "Look at where its outputs are now.",
    }),
  ],
  [
    /The items of a `([^`]+)` job are now at (`[^`]+`)/,
    ([job = "", at = ""], words) => ({
      sentence: `Read the outputs of {} from ${at}`,
      what: withArticle(words.job(job)),
      hint: "Update the client: an older one no longer sees the outputs.",
    }),
  ],
  [
    /A `([^`]+)` job without items is now (\w+)/,
    ([job = "", phase = ""], words) => ({
      sentence: `Made {} without outputs ${phase}`,
      what: withArticle(words.job(job)),
      hint: "Look at what your code does for one.",
    }),
  ],
  [
    /An? `([^`]+)` job (no longer|now) has items/,
    ([job = "", how = ""], words) => ({
      sentence: how === "now" ? "Gave {} outputs with a state each" : "Took the outputs with a state each from {}",
      what: withArticle(words.job(job)),
      hint: "Look at what you read from it.",
    }),
  ],
  [
    /The id of an item of a `([^`]+)` job is now (.+)/,
    ([job = ""], words) => ({
      sentence: "Changed where the outputs of {} have their id",
      what: withArticle(words.job(job)),
    }),
  ],
  [
    /The job `([^`]+)` has (other|another) (.+)/,
    ([job = "", kind = "", rest = ""], words) => ({
      sentence: `Gave {} ${kind} ${rest}`,
      what: withArticle(words.job(job)),
    }),
  ],
  [
    /The response of (`[^`]+`) now leads to the job it starts, .+/,
    ([name = ""]) => ({ sentence: "Let the client start the job of {}", what: name }),
  ],
  [
    /The response of (`[^`]+`) no longer leads to the job it starts, .+/,
    ([name = ""]) => ({
      sentence: "Took away the client's way to start the job of {}",
      what: name,
      hint: "Call {} and pass the id on yourself.",
    }),
  ],
  [
    /The response of (`[^`]+`) leads in another way to the job it starts/,
    ([name = ""]) => ({
      sentence: "Changed how the client finds the job that {} starts",
      what: name,
      hint: "Use the new version of the client.",
    }),
  ],
  [
    /An error (\d+) of the kind (`[^`]+`) is no longer told apart/,
    ([status = "", kind = ""]) => ({
      sentence: `Stopped telling apart an error ${status} of the kind {}`,
      what: kind,
      hint: `Handle the plain kind of ${status}.`,
    }),
  ],
  [
    /An error (\d+) of the kind (`[^`]+`) is now told apart/,
    ([status = "", kind = ""]) => ({ sentence: `Told apart an error ${status} of the kind {}`, what: kind }),
  ],
  [
    /The rules that tell errors apart are tried in another order/,
    () => ({ sentence: "Changed the order of {}", what: "the rules that tell errors apart" }),
  ],
  [
    /The overlay's action .+ no longer matches anything: .+/,
    () => ({ sentence: "Lost {} that upstream no longer has", what: "what was known of places" }),
  ],
];
