import { escapePointerToken, type Phase, resolvePointer, type XJob } from "@genwait/lifecycle";
import { operationText, type Step, type Words } from "@genwait/openapi-diff";

import { declaredJobs } from "../openapi/jobs.ts";
import { phasesOf, waysOfJob } from "../codegen/ways-of-job.ts";
import { mdSentence } from "../text/markdown-text.ts";
import { type JsonObject, objectAt, textAt } from "../openapi/json.ts";

/** What readers of a changelog call jobs of an API and the responses about them: `a completed Gamma generation`. */
export const jobWordsOf = (document: JsonObject, api: string): Words => {
  const service = serviceName(textAt(objectAt(document, "info"), "title") ?? api);
  const jobs = declaredJobs(document);
  const nounOf = (name: string): string => mdSentence(`${service} ${spaced(name)}`);
  return {
    response: (operation, path) => {
      const found = jobs.find(({ status }) => status.id === operationText(operation));
      return found === undefined ? undefined : phrase(found.declaration, nounOf(found.name), pointerOf(path));
    },
    job: (name) => withArticle(nounOf(name)),
  };
};

/** `Gamma Public API` → `Gamma`. */
const serviceName = (title: string): string =>
  title
    .replaceAll(/\b(?:the|public|http|rest|open|web|api|apis|service|v\d[\w.]*)\b/gi, " ")
    .replaceAll(/\s+/g, " ")
    .trim() || title;

const spaced = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();

const withArticle = (words: string): string => `${/^[aeiou]/i.test(words) ? "an" : "a"} ${words}`;

/** Where `x-job` would point for it: entries of lists are a star. */
const pointerOf = (path: readonly Step[]): string =>
  path.map((step) => `/${typeof step === "string" ? escapePointerToken(step) : "*"}`).join("");

const phrase = (job: XJob, noun: string, pointer: string): string => {
  const { items } = job;
  const base = items === undefined ? undefined : `${items.at}/*`;
  if (items !== undefined && base !== undefined && pointer.startsWith(`${base}/`)) {
    const inner = pointer.slice(base.length);
    const phases = (["pending", "succeeded", "failed"] as const).filter(
      (phase) => !isRuledOut(items.has?.[phase]?.absent, inner),
    );
    return withArticle(`${adjective(phases, 3, job)}output of ${withArticle(noun)}`);
  }
  const all = phasesOf(waysOfJob(job, "200"));
  const phases = all.filter((phase) => !isRuledOut(job.has?.[phase]?.absent, pointer));
  return withArticle(`${adjective(phases, all.length, job)}${noun}`);
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
