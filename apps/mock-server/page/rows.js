/** @import { Job, Polling } from "./types.js" */
import { element, setText } from "./dom.js";
import { kindSigns, kindWords } from "./words.js";
/** @import { StatusKind } from "./types.js" */

const isNarrow = matchMedia("(max-width: 900px)");

/** A narrow page has the bar of a job below its words, a wide one beside them. */
export const rowHeight = () => (isNarrow.matches ? 108 : 66);

/** Where the bar of a job is, from the top of its row. */
export const rowMiddle = () => (isNarrow.matches ? 86 : 33);

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
      list.style.height = `${count * rowHeight()}px`;
      while (pool.length < lines.length) pool.push(makeRow(list));
      for (const [index, row] of pool.entries()) {
        const line = lines[index];
        row.element.hidden = line === undefined;
        if (line !== undefined) fillRow(row, line, { place: first + index, count });
      }
    },
  };
};

const idEnd = 8;

/**
 * The id of a row's element, for `aria-activedescendant`.
 *
 * @param {number} place
 */
export const rowId = (place) => `job-${place}`;

/** @type {(list: HTMLElement) => Record<"element" | "sign" | "id" | "start" | "end" | "api" | "doing" | "polling", HTMLElement>} */
const makeRow = (list) => {
  const [sign, id, api, doing, polling] = ["sign", "id", "api", "doing", "polling"].map((name) =>
    element("span", { class: `row-${name}` }),
  );
  if (!sign || !id || !api || !doing || !polling) throw new Error("unreachable");
  sign.setAttribute("aria-hidden", "true");
  const made = element("div", { class: "row", role: "option" });
  const lines = [
    id,
    element("span", { class: "row-line" }, doing, api),
    element("span", { class: "row-line" }, polling),
  ];
  const [start, end] = [element("span", { class: "row-id-start" }), element("span", { class: "row-id-end" })];
  id.append(start, end);
  made.append(sign, element("span", { class: "row-text" }, ...lines));
  list.append(made);
  return { element: made, sign, id, start, end, api, doing, polling };
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
  made.style.transform = `translateY(${place * rowHeight()}px)`;
  setText(row.sign, kindSigns[kind]);
  // Ids differ at their end: where there is no room, the middle is what is left out.
  const cut = Math.max(0, job.id.length - idEnd);
  setText(row.start, job.id.slice(0, cut));
  setText(row.end, job.id.slice(cut));
  if (row.id.title !== job.id) row.id.title = job.id;
  setText(row.api, job.api);
  setText(row.doing, doing === "" ? kindWords[kind] : doing);
  setText(row.polling, polling.words);
};
