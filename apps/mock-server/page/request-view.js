/** @import { RequestEntry } from "./types.js" */
import { copyButton } from "./copy-button.js";
import { curlOf } from "./curl.js";
import { element } from "./dom.js";
import { keyOfRequest } from "./model.js";
import { timeOfDay } from "./words.js";

/**
 * A request of the log, with its response folded away.
 *
 * @param {RequestEntry} entry
 * @param {{ onChoose: (key: string) => void, addressOf: (api: string) => string }} page
 */
export const requestView = (entry, page) => {
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
  view.addEventListener("toggle", () => fill(view, entry, page), { once: true });
  return view;
};

/** @type {(view: HTMLElement, entry: RequestEntry, page: { onChoose: (key: string) => void, addressOf: (api: string) => string }) => void} */
const fill = (view, entry, { onChoose, addressOf }) => {
  const { api, method, target, scenario, violations = [], assumed, requestBody, responseBody } = entry;
  const { requestHeaders, responseHeaders } = entry;
  view.append(element("p", { class: "target" }, `${method} ${target}`));
  const facts = [
    api,
    scenario === undefined ? "" : `scenario ${scenario}`,
    assumed === undefined ? "" : `assumed form: ${assumed}`,
  ];
  view.append(element("p", { class: "facts" }, facts.filter((fact) => fact !== "").join(" · ")));
  for (const violation of violations) view.append(element("p", { class: "violation" }, violation));
  const curl = curlOf(entry, addressOf(api));
  const buttons = element("p", { class: "request-buttons" });
  if (curl !== undefined && entry.kind !== "callback") buttons.append(copyButton("Copy as curl", curl));
  if (responseBody !== "") buttons.append(copyButton("Copy response", responseBody));
  view.append(buttons);
  if (requestBody !== "") view.append(...part("Request", pretty(requestBody)));
  view.append(
    ...part("Response", responseBody === "" ? nothing(entry) : pretty(responseBody)),
    ...headersOf("Response headers", responseHeaders),
    ...headersOf("Request headers", requestHeaders),
  );
  const key = keyOfRequest(entry);
  if (key === undefined) return;
  const choose = element("button", { type: "button" }, "Show its job");
  choose.addEventListener("click", () => onChoose(key));
  buttons.append(choose);
};

/** @type {(title: string, text: string) => HTMLElement[]} */
const part = (title, text) => [element("h3", {}, title), element("pre", { tabindex: 0, "aria-label": title }, text)];

/** @type {(title: string, headers: Record<string, string>) => HTMLElement[]} */
const headersOf = (title, headers) => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return lines.length === 0 ? [] : part(title, lines.join("\n"));
};

/** @type {(entry: RequestEntry) => string} */
const wordsOf = ({ api, operation, poll, kind, method, target, job }) => {
  const call = poll === undefined ? operation : `poll ${poll}`;
  const place = job === undefined ? undefined : `${method} ${pathOf(target, job)}`;
  return [call, kind, place, api].filter((word) => word !== undefined).join(" · ");
};

/** @type {(target: string, job: string) => string} */
const pathOf = (target, job) => (target.split("?")[0] ?? "").replace(encodeURIComponent(job), "{id}");

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
