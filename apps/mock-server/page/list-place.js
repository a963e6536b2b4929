/** @import { App } from "./app.js" */
import { byId } from "./dom.js";
import { keyOf } from "./model.js";
import { rowHeight, rowId } from "./rows.js";

/**
 * Where the chosen job stands in the list, and moving to another.
 *
 * @param {App} app
 * @param {(key: string | undefined) => void} choose
 */
export const createListPlace = (app, choose) => {
  const list = byId("jobs", HTMLElement);
  const place = () => app.jobs.findIndex((job) => keyOf(job) === app.view.selected);
  const reveal = () => {
    const at = place() * rowHeight();
    if (at < 0) return;
    if (at < list.scrollTop) list.scrollTop = at;
    else if (at + rowHeight() > list.scrollTop + list.clientHeight)
      list.scrollTop = at + rowHeight() - list.clientHeight;
  };
  /** @param {number} to */
  const moveTo = (to) => {
    const job = app.jobs[Math.max(0, Math.min(app.jobs.length - 1, to))];
    if (job === undefined) return;
    choose(keyOf(job));
    reveal();
  };
  return {
    place,
    moveTo,
    reveal,
    /** Tells assistive technology which row is chosen, where it is in sight. */
    mark: () => {
      const id = rowId(place());
      if (document.getElementById(id) === null) list.removeAttribute("aria-activedescendant");
      else if (list.getAttribute("aria-activedescendant") !== id) list.setAttribute("aria-activedescendant", id);
    },
  };
};
