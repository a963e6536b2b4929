/** @import { Change, Job, Part } from "./types.js" */
import { createMockClock } from "./mock-clock.js";
import { applyChange, createModel } from "./model.js";

/**
 * What the page knows, and what somebody has chosen to see of it.
 *
 * @typedef {object} View
 * @property {string | undefined} selected a job's key
 * @property {number | undefined} spanMs nothing to fit the jobs
 * @property {number} panMs how far back in time
 * @property {string} show
 * @property {string} find
 */

/** All that the parts of the page share. */
export const createApp = () => {
  const model = createModel();
  const clock = createMockClock(() => performance.now());
  /** @type {View} */
  const view = { selected: undefined, spanMs: undefined, panMs: 0, show: "all", find: "" };
  /** @type {Set<Part>} what has changed since it was last shown */
  const changed = new Set();
  return {
    model,
    clock,
    view,
    changed,
    /** @type {readonly Job[]} what is listed, in the list's order */
    jobs: [],
    chosen: () => (view.selected === undefined ? undefined : model.jobs.get(view.selected)),
    /** @param {Change} change */
    take: (change) => {
      if (change.event === "clock") clock.set(change.data);
      if (change.event === "snapshot") clock.set(change.data.clock);
      for (const part of applyChange(model, change)) changed.add(part);
      const isGone = view.selected !== undefined && !model.jobs.has(view.selected);
      // Not with every change: a job that was just created is chosen before the stream has told of it.
      if (isGone && (change.event === "removed" || change.event === "snapshot")) {
        view.selected = undefined;
        changed.add("requests");
      }
    },
  };
};

/** @typedef {ReturnType<typeof createApp>} App */
