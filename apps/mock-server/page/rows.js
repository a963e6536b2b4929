/** @import { Job, Polling } from "./types.js" */
import { element, setText } from "./dom.js";
import { kindSigns, kindWords } from "./words.js";
/** @import { StatusKind } from "./types.js" */

export const rowHeight = 52;

/**
 * The rows of the list: only those in sight exist, and they are used again for others.
 *
 * @param {HTMLElement} list
 */
export const createRows = (list) => {
  /** @type {ReturnType<typeof makeRow>[]} */
  const pool = [];
  return {
    /**
     * @param {readonly { job: Job, kind: StatusKind, polling: Polling, doing: string, isSelected: boolean }[]} lines
     * @param {number} first the place of the first of them among all
     * @param {number} count how many there are in all
     */
    show: (lines, first, count) => {
      list.style.height = `${count * rowHeight}px`;
      while (pool.length < lines.length) pool.push(makeRow(list));
      for (const [index, row] of pool.entries()) {
        const line = lines[index];
        row.element.hidden = line === undefined;
        if (line !== undefined) fillRow(row, line, { place: first + index, count });
      }
    },
  };
};

/**
 * The id of a row's element, for `aria-activedescendant`.
 *
 * @param {number} place
 */
export const rowId = (place) => `job-${place}`;

/** @type {(list: HTMLElement) => Record<"element" | "sign" | "id" | "api" | "doing" | "polling", HTMLElement>} */
const makeRow = (list) => {
  const [sign, id, api, doing, polling] = ["sign", "id", "api", "doing", "polling"].map((name) =>
    element("span", { class: `row-${name}` }),
  );
  if (!sign || !id || !api || !doing || !polling) throw new Error("unreachable");
  sign.setAttribute("aria-hidden", "true");
  const made = element("div", { class: "row", role: "option" });
  const lines = [
    element("span", { class: "row-line" }, id, api, doing),
    element("span", { class: "row-line" }, polling),
  ];
  made.append(sign, element("span", { class: "row-text" }, ...lines));
  list.append(made);
  return { element: made, sign, id, api, doing, polling };
};

/** @type {(row: ReturnType<typeof makeRow>, line: { job: Job, kind: StatusKind, polling: Polling, doing: string, isSelected: boolean }, where: { place: number, count: number }) => void} */
const fillRow = (row, { job, kind, polling, doing, isSelected }, { place, count }) => {
  const { element: made } = row;
  const attributes = {
    id: rowId(place),
    "data-kind": kind,
    "data-odd": String(polling.isOdd),
    "data-place": String(place),
    "aria-selected": String(isSelected),
    "aria-posinset": String(place + 1),
    "aria-setsize": String(count),
  };
  for (const [name, value] of Object.entries(attributes))
    if (made.getAttribute(name) !== value) made.setAttribute(name, value);
  made.style.transform = `translateY(${place * rowHeight}px)`;
  setText(row.sign, kindSigns[kind]);
  setText(row.id, job.id);
  setText(row.api, job.api);
  setText(row.doing, doing === "" ? kindWords[kind] : doing);
  setText(row.polling, polling.words);
};
