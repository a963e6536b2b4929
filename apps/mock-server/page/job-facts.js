/** @import { Job, Polling, RequestEntry } from "./types.js" */
import { element, setText } from "./dom.js";
import { inWords, kindWords, timeOfDay } from "./words.js";

/**
 * What there is to know of a job, each fact with its name; those that say nothing are left out.
 *
 * @param {Job} job
 * @param {{ polls: readonly RequestEntry[], polling: Polling, declaredMs: number, nowMs: number }} seen
 * @returns {[name: string, value: string][]}
 */
export const factsOf = (job, { polls, polling, declaredMs, nowMs }) => {
  const count = Math.max(job.polls, polls.length);
  /** @type {[string, string][]} */
  const facts = [
    ["API", `${job.api}, ${job.job}`],
    [
      "Known with",
      Object.entries(job.carried ?? {})
        .map((pair) => pair.join(" "))
        .join(", "),
    ],
    ["Scenario", job.scenario],
    ["Started", `${timeOfDay(job.startedAtMs)}, ${job.wasCreated ? "by a create" : "by its first poll"}`],
    ["Cancelled", cancelledOf(job)],
    ["Outputs", outputsOf(job, nowMs)],
    ["Polled", `${count === 1 ? "once" : `${count} times`}; declared: every ${inWords(declaredMs)}`],
    ["Polling", polling.words],
    ["Faults", faultsOf(job, polls)],
  ];
  return facts.filter(([, value]) => value !== "");
};

/**
 * Shows facts in a list, touching only what differs.
 *
 * @param {HTMLElement} list
 * @param {readonly [name: string, value: string][]} facts
 */
export const showFacts = (list, facts) => {
  while (list.childElementCount < facts.length * 2) list.append(element("dt"), element("dd"));
  while (list.childElementCount > facts.length * 2) list.lastElementChild?.remove();
  for (const [index, text] of facts.flat().entries()) {
    const target = list.children[index];
    if (target !== undefined) setText(target, text);
  }
};

/** @type {(job: Job) => string} */
const cancelledOf = ({ cancelled }) =>
  cancelled === undefined ? "" : `${cancelWords[cancelled.as]}, at ${timeOfDay(cancelled.atMs)}`;

const cancelWords = {
  asked: "asked for by a call",
  gone: "by a call; the API has forgotten it",
  deleted: "by a call after its end, which deleted what it had made",
};

/** @type {(job: Job, nowMs: number) => string} */
const outputsOf = ({ items }, nowMs) => {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind, endsAtMs } of items) {
    const words = kindWords[(endsAtMs ?? Number.POSITIVE_INFINITY) <= nowMs ? kind : "pending"];
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => `${count} ${words}`).join(", ");
};

/** @type {(job: Job, polls: readonly RequestEntry[]) => string} */
const faultsOf = ({ faults }, polls) => {
  const met = polls.flatMap(({ fault, poll }) => (fault === undefined ? [] : `${fault} at poll ${poll}`));
  const store = faults.map(({ is, on }) => (on === undefined ? is : `${is} at ${on === "create" ? "" : "poll "}${on}`));
  const parts = [
    met.length > 0 && `met ${met.slice(-mostFaults).join(", ")}`,
    store.length > 0 && `in store: ${store.join(", ")}`,
  ];
  return parts.filter((part) => part !== false).join("; ");
};

// The last few; the list of requests has them all.
const mostFaults = 4;
