/** @import { App } from "./app.js" */
/** @import { Job } from "./types.js" */
import { byId, setText } from "./dom.js";
import { factsOf, showFacts } from "./job-facts.js";
import { lineOf, pollIntervalMs } from "./job-line.js";
import { createMembers } from "./members.js";
import { inWords, kindWords } from "./words.js";

/**
 * The chosen job: what it is, how it is polled, and what can be done to it.
 *
 * @param {App} app
 */
export const createJobPanel = ({ model, clock, chosen }) => {
  const panel = byId("job", HTMLElement);
  const [title, state] = [byId("job-title", HTMLElement), byId("job-state", HTMLElement)];
  const facts = byId("job-facts", HTMLElement);
  const kinds = byId("job-fail-kind", HTMLSelectElement);
  const ends = [byId("job-finish", HTMLButtonElement), byId("job-fail", HTMLButtonElement), kinds];
  const showMembers = createMembers();
  const show = () => {
    const job = chosen();
    panel.hidden = job === undefined;
    if (job === undefined) return;
    const { kind, polling, doing, polls } = lineOf(model, clock, job);
    const isOver = kind !== "pending";
    const tookMs = (job.endsAtMs ?? 0) - job.startedAtMs;
    setText(title, job.id);
    setText(state, isOver ? `${kindWords[kind]}, after ${inWords(tookMs)}` : `running, ${doing}`);
    showFacts(facts, factsOf(job, { polls, polling, declaredMs: pollIntervalMs(model, job), nowMs: clock.now() }));
    showMembers(isOver ? polls : []);
    for (const control of ends) control.disabled = isOver;
    offerKinds(kinds, model.apis, job);
  };
  return {
    show,
    /** Moves the focus to the first button that does something, for the job that is chosen now and not at the last frame. */
    focus: () => {
      show();
      [...panel.querySelectorAll("button")].find(({ disabled, id }) => !disabled && id !== "job-close")?.focus();
    },
  };
};

/** @type {(select: HTMLSelectElement, apis: App["model"]["apis"], job: Job) => void} */
const offerKinds = (select, apis, job) => {
  const kinds = apis.find(({ name }) => name === job.api)?.jobs.find(({ name }) => name === job.job)?.kinds;
  if (kinds === undefined) return;
  for (const option of select.options) option.hidden = !kinds.some((kind) => kind === option.value);
  if (select.selectedOptions[0]?.hidden === true) select.value = "failed";
};
