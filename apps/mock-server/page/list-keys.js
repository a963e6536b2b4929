/** @import { App } from "./app.js" */
import { byId } from "./dom.js";
import { createListPlace } from "./list-place.js";
import { rowHeight } from "./rows.js";

/**
 * Choosing jobs with the keyboard and the pointer, as a list box does.
 *
 * @param {App} app
 * @param {{ choose: (key: string | undefined) => void, open: () => void, remove: () => void, pan: (share: number) => void }} page
 */
export const createListKeys = (app, { choose, open, remove, pan }) => {
  const list = byId("jobs", HTMLElement);
  const { place, moveTo, reveal, mark } = createListPlace(app, choose);
  const leap = () => Math.max(1, Math.floor(list.clientHeight / rowHeight()) - 1);
  /** @type {Readonly<Record<string, () => void>>} */
  const keys = {
    ArrowDown: () => moveTo(place() + 1),
    ArrowUp: () => moveTo(place() - 1),
    PageDown: () => moveTo(place() + leap()),
    PageUp: () => moveTo(place() - leap()),
    Home: () => moveTo(0),
    End: () => moveTo(app.jobs.length - 1),
    ArrowLeft: () => pan(-0.2),
    ArrowRight: () => pan(0.2),
    Enter: open,
    Delete: remove,
    Escape: () => choose(undefined),
  };
  list.addEventListener("keydown", (event) => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    const act = isCommand || !Object.hasOwn(keys, event.key) ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  list.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest("[data-place]") : null;
    if (row instanceof HTMLElement) moveTo(Number(row.dataset.place));
  });
  return { reveal, mark };
};
