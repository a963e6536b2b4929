import { type Phase, resolvePointer, type XJob } from "@genwait/lifecycle";

import { declaredJobs } from "../openapi/jobs.ts";
import { phasesOf, waysOfJob } from "../codegen/ways-of-job.ts";
import { type JsonObject, objectAt, textAt } from "../openapi/json.ts";

/** What readers of a changelog call things of an API: `a completed Gamma generation`. */
export interface JobWords {
  /**
   * The response of a status operation, for a member at a path such as `error.message` or `data.media[].url`; undefined for an operation
   * that reports on no job.
   */
  response(operation: string, path: string): string | undefined;
  /** A job by its name: `Gamma generation`. */
  job(name: string): string;
  /** The only job's words, when there is only one. */
  readonly onlyJob: string | undefined;
}

/** Reads the words from a merged document. */
export const jobWordsOf = (document: JsonObject, api: string): JobWords => {
  const service = serviceName(textAt(objectAt(document, "info"), "title") ?? api);
  const jobs = declaredJobs(document);
  const nounOf = (name: string): string => `${service} ${spaced(name)}`;
  const [only, ...others] = jobs;
  return {
    response: (operation, path) => {
      const found = jobs.find(({ status }) => status.id === operation);
      return found === undefined ? undefined : withArticle(phrase(found.declaration, nounOf(found.name), path));
    },
    job: nounOf,
    onlyJob: only !== undefined && others.length === 0 ? nounOf(only.name) : undefined,
  };
};

/** `Gamma Public API` → `Gamma`. */
const serviceName = (title: string): string =>
  title
    .replaceAll(/\b(?:the|public|http|rest|open|web|api|apis|service|v\d[\w.]*)\b/gi, " ")
    .replaceAll(/\s+/g, " ")
    .trim() || title;

const spaced = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();

const withArticle = (words: string): string =>
  /^(?:an?|the) /.test(words) ? words : `${/^[aeiou]/i.test(words) ? "an" : "a"} ${words}`;

const phrase = (job: XJob, noun: string, path: string): string => {
  const { items } = job;
  const pointer = `/${path.replaceAll("[]", "/*").replaceAll(".", "/")}`;
  const base = items === undefined ? undefined : `${items.at}/*`;
  if (items !== undefined && base !== undefined && pointer.startsWith(`${base}/`)) {
    const inner = pointer.slice(base.length);
    const phases = (["pending", "succeeded", "failed"] as const).filter(
      (phase) => !isRuledOut(items.has?.[phase]?.absent, inner),
    );
    return `${adjective(phases, 3, job)}output of ${withArticle(noun)}`;
  }
  const all = phasesOf(waysOfJob(job, "200"));
  const phases = all.filter((phase) => !isRuledOut(job.has?.[phase]?.absent, pointer));
  return `${adjective(phases, all.length, job)}${noun}`;
};

const isRuledOut = (absent: readonly string[] | undefined, pointer: string): boolean =>
  absent?.some((gone) => pointer === gone || pointer.startsWith(`${gone}/`)) === true;

const adjective = (phases: readonly Phase[], of: number, job: XJob): string => {
  if (phases.length === 0 || phases.length === of) return "";
  return `${phases.map((phase) => wordFor(phase, job)).join(" or ")} `;
};

/** The service's own word where it is an adjective. */
const wordFor = (phase: Phase, { state, items }: XJob): string => {
  if (phase === "partial") return "partly successful";
  const own = resolvePointer(state ?? items?.state, `/values/${phase}`);
  const word = Array.isArray(own)
    ? own.find((one) => typeof one === "string" && /^[a-z]+(?:ed|ing)$/.test(one))
    : undefined;
  if (typeof word === "string") return word;
  return phase === "succeeded" ? "successful" : phase;
};
