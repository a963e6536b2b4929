/** @import { RequestEntry } from "./types.js" */
/** @import { Model } from "./model.js" */
import { attempt } from "./attempt.js";
import { command } from "./control.js";
import { byId, element, setText } from "./dom.js";
import { keyOfRequest } from "./model.js";
import { requestView } from "./request-view.js";
import { counted } from "./words.js";

/**
 * The requests beside the jobs, the newest first: those of the chosen job, or all.
 *
 * @param {Model} model
 * @param {{ selected: string | undefined }} state
 * @param {(key: string) => void} onChoose
 */
export const createRequestList = (model, state, onChoose) => {
  const list = byId("requests", HTMLElement);
  const count = byId("requests-count", HTMLElement);
  /** @type {{ newest: number, of: string | undefined, log: RequestEntry[] | undefined }} */
  let shown = { newest: 0, of: undefined, log: undefined };

  byId("requests-clear", HTMLButtonElement).addEventListener("click", () =>
    attempt(async () => void (await command("DELETE", "requests"))),
  );
  return () => {
    const { selected } = state;
    const all = selected === undefined ? model.requests : (model.polls.get(selected) ?? creates(model, selected));
    const isOther = shown.of !== selected || (shown.log !== model.requests && shown.newest > 0);
    if (isOther) list.replaceChildren();
    const after = isOther ? 0 : shown.newest;
    const fresh = newer(all, after);
    shown = { newest: all.at(-1)?.number ?? after, of: selected, log: model.requests };
    list.prepend(...fresh.map((entry) => requestView(entry, onChoose)).reverse());
    while (list.childElementCount > mostShown) list.lastElementChild?.remove();
    setText(count, wordsFor(all.length, list.childElementCount, selected !== undefined));
    if (all.length === 0)
      list.replaceChildren(element("p", { class: "none" }, "None yet. Every request shows up here with its response."));
    else list.querySelector(".none")?.remove();
  };
};

// More than anybody scrolls through; the log itself has the rest.
const mostShown = 100;

/** @type {(requests: readonly RequestEntry[], after: number) => RequestEntry[]} */
const newer = (requests, after) => {
  let first = requests.length;
  while (first > 0 && requests.length - first < mostShown && (requests[first - 1]?.number ?? 0) > after) first--;
  return requests.slice(first);
};

/** @type {(model: Model, key: string) => RequestEntry[]} */
const creates = ({ requests }, key) => requests.filter((entry) => keyOfRequest(entry) === key);

/** @type {(count: number, shown: number, isOfJob: boolean) => string} */
const wordsFor = (count, shown, isOfJob) => {
  if (count === 0) return "";
  const of = isOfJob ? "of this job" : "";
  return `${shown < count ? `newest ${shown} of ${counted(count, "request")}` : counted(count, "request")} ${of}`.trim();
};
