/** @import { App } from "./app.js" */
/** @import { Job } from "./types.js" */
import { createAnnouncer } from "./announce-results.js";
import { byId, setText } from "./dom.js";
import { showEmptyState } from "./empty-state.js";
import { listJobs } from "./job-list.js";
import { keyOf } from "./model.js";
import { rowHeight } from "./rows.js";
import { summaryOf } from "./summary.js";

/**
 * Brings everything but the drawing up to date.
 *
 * @param {App} app
 * @param {{ showApis: (apis: App["model"]["apis"]) => void, showForms: (parts: App["changed"]) => void, showRequests: () => void }} parts
 */
export const createShowParts = (app, { showApis, showForms, showRequests }) => {
  const { model, clock, view, changed } = app;
  const [list, summary, empty] = ["jobs", "summary", "empty"].map((id) => byId(id, HTMLElement));
  const announceEnds = createAnnouncer(model);
  return () => {
    const listed = listJobs(model, clock, view);
    const moved = list === undefined ? 0 : movedBy(app.jobs, listed, Math.floor(list.scrollTop / rowHeight()));
    app.jobs = listed;
    if (summary !== undefined) setText(summary, summaryOf(model, clock));
    if (changed.has("apis")) {
      showApis(model.apis);
      showEmptyState(model.apis);
    }
    if (empty !== undefined) empty.hidden = model.jobs.size > 0 || model.apis.length === 0;
    showForms(changed);
    if (changed.has("requests") || changed.has("jobs")) showRequests();
    announceEnds(clock.now());
    changed.clear();
    return { moveRows: () => void (list !== undefined && moved !== 0 && (list.scrollTop += moved * rowHeight())) };
  };
};

// New jobs come in at the top; whoever has scrolled down keeps what is in sight.
/** @type {(before: readonly Job[], after: readonly Job[], first: number) => number} */
const movedBy = (before, after, first) => {
  const top = before[first];
  if (first === 0 || top === undefined) return 0;
  const place = after.findIndex((job) => keyOf(job) === keyOf(top));
  return place < 0 ? 0 : place - first;
};
