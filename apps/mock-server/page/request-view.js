/** @import { RequestEntry } from "./types.js" */
import { element } from "./dom.js";
import { keyOfRequest } from "./model.js";
import { timeOfDay } from "./words.js";

/**
 * A request of the log, with its response folded away.
 *
 * @param {RequestEntry} entry
 * @param {(key: string) => void} onChoose
 */
export const requestView = (entry, onChoose) => {
  const { status, job, atMs, method, target, fault } = entry;
  const isBad = status === 0 || status >= 400;
  const summary = element(
    "summary",
    {},
    element("span", { class: "status", "data-bad": isBad }, status === 0 ? "cut" : String(status)),
    element("span", { class: "what" }, job ?? `${method} ${target}`),
    element("time", {}, timeOfDay(atMs)),
    element("span", { class: "more" }, wordsOf(entry)),
    ...(fault === undefined ? [] : [element("span", { class: "met" }, `◆ ${fault}`)]),
  );
  const view = element("details", { class: "request", "data-number": entry.number }, summary);
  // Most are never opened, and a thousand bodies laid out would cost.
  view.addEventListener("toggle", () => fill(view, entry, onChoose), { once: true });
  return view;
};

/** @type {(view: HTMLElement, entry: RequestEntry, onChoose: (key: string) => void) => void} */
const fill = (view, entry, onChoose) => {
  const { api, method, target, scenario, violations = [], assumed, requestBody, responseBody } = entry;
  view.append(element("p", { class: "target" }, `${method} ${target}`));
  const facts = [
    api,
    scenario === undefined ? "" : `scenario ${scenario}`,
    assumed === undefined ? "" : `assumed form: ${assumed}`,
  ];
  view.append(element("p", { class: "facts" }, facts.filter((fact) => fact !== "").join(" · ")));
  for (const violation of violations) view.append(element("p", { class: "violation" }, violation));
  if (requestBody !== "") view.append(element("h3", {}, "Sent"), element("pre", { tabindex: 0 }, pretty(requestBody)));
  view.append(
    element("h3", {}, "Response"),
    element("pre", { tabindex: 0 }, responseBody === "" ? nothing(entry) : pretty(responseBody)),
  );
  const key = keyOfRequest(entry);
  if (key === undefined) return;
  const choose = element("button", { type: "button" }, "Show its job");
  choose.addEventListener("click", () => onChoose(key));
  view.append(choose);
};

/** @type {(entry: RequestEntry) => string} */
const wordsOf = ({ api, operation, poll, kind, job, method }) => {
  const call = poll !== undefined ? `poll ${poll}` : job === undefined ? operation : `${operation ?? method}`;
  return [call, kind, api].filter((word) => word !== undefined).join(" · ");
};

/** @type {(entry: RequestEntry) => string} */
const nothing = ({ status }) => (status === 0 ? "The connection was cut before any response." : "An empty body.");

/** @type {(text: string) => string} */
const pretty = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
};
