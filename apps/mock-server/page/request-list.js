/** @import { RequestEntry } from "./types.js" */
/** @import { Model } from "./model.js" */
import { attempt } from "./attempt.js";
import { callControl, command } from "./control.js";
import { byId, element, setText } from "./dom.js";
import { keyOfRequest } from "./model.js";
import { createRoving } from "./roving.js";
import { requestView } from "./request-view.js";
import { readToken } from "./token.js";
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
  const [show, find] = [byId("requests-show", HTMLSelectElement), byId("requests-find", HTMLInputElement)];
  const page = {
    onChoose,
    /** @param {string} api */
    addressOf: (api) => model.apis.find(({ name }) => name === api)?.address ?? location.origin,
  };
  /** @type {{ newest: number, of: string | undefined, log: RequestEntry[] | undefined }} */
  let shown = { newest: 0, of: undefined, log: undefined };

  byId("requests-clear", HTMLButtonElement).addEventListener("click", () => {
    if (confirm("Forget the log of all requests?")) attempt(async () => void (await command("DELETE", "requests")));
  });
  byId("requests-har", HTMLButtonElement).addEventListener("click", () =>
    attempt(async () => save(await (await callControl("GET", "requests.har", { token: readToken() })).blob())),
  );
  const rove = createRoving(list, "summary");
  const showList = () => {
    const { selected } = state;
    const filter = { show: show.value, text: find.value.trim().toLowerCase() };
    const known = selected === undefined ? model.requests : ofJob(model, selected);
    const all = known.filter((entry) => matches(entry, filter));
    const of = JSON.stringify([selected, filter]);
    const isOther = shown.of !== of || (shown.log !== model.requests && shown.newest > 0);
    if (isOther) list.replaceChildren();
    const after = isOther ? 0 : shown.newest;
    const fresh = newer(all, after);
    shown = { newest: all.at(-1)?.number ?? after, of, log: model.requests };
    list.prepend(...fresh.map((entry) => requestView(entry, page)).reverse());
    while (list.childElementCount > mostShown) list.lastElementChild?.remove();
    setText(count, wordsFor(all.length, list.querySelectorAll(".request").length, selected !== undefined));
    if (all.length === 0)
      list.replaceChildren(element("p", { class: "none" }, known.length === 0 ? noneYet : noneFits));
    else list.querySelector(".none")?.remove();
    if (isOther || fresh.length > 0) rove();
  };
  for (const field of [show, find]) field.addEventListener("input", showList);
  return showList;
};

/** @type {(har: Blob) => void} */
const save = (har) => {
  const link = element("a", { href: URL.createObjectURL(har), download: "genwait-mock.har" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const noneYet = "None yet. Every request shows up here with its response.";
const noneFits = "None of the requests fits the filters.";

/**
 * Whether a request is among those that somebody wants to see.
 *
 * @param {RequestEntry} entry
 * @param {{ show: string, text: string }} filter
 */
export const matches = ({ method, target, status, operation, fault, job, api, kind }, { show, text }) => {
  if (show === "errors" && status > 0 && status < 400) return false;
  if (show === "faults" && fault === undefined) return false;
  if (show === "creates" && method === "GET") return false;
  const words = [status === 0 ? "cut" : status, method, target, operation, fault, job, api, kind];
  return text === "" || words.join(" ").toLowerCase().includes(text);
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
const ofJob = ({ requests }, key) => requests.filter((entry) => keyOfRequest(entry) === key);

/** @type {(count: number, shown: number, isOfJob: boolean) => string} */
const wordsFor = (count, shown, isOfJob) => {
  if (count === 0) return "";
  const all = isOfJob ? `${count} of this job` : counted(count, "request");
  return shown < count ? `newest ${shown} of ${all}` : all;
};
