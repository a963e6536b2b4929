/** @import { App } from "./app.js" */
/** @import { TimeWindow } from "./types.js" */
import { byId } from "./dom.js";
import { axisHeight, drawAxis, drawNow } from "./draw-axis.js";
import { drawEnd, drawLifecycle } from "./draw-lifecycle.js";
import { drawPolls } from "./draw-polls.js";
import { lineOf, pollIntervalMs } from "./job-line.js";
import { keyOf } from "./model.js";
import { createPalette } from "./palette.js";
import { takePen } from "./pen.js";
import { createRows, rowHeight, rowMiddle } from "./rows.js";
import { glide, windowOf } from "./time-window.js";

/**
 * The jobs as rows, and their lifecycles on one canvas beside them. However many there are, only what is in sight is drawn.
 *
 * @param {App} app
 */
export const createTimeline = (app) => {
  const { model, clock, view } = app;
  const list = byId("jobs", HTMLElement);
  const canvas = byId("lifecycles", HTMLCanvasElement);
  const rows = createRows(byId("rows", HTMLElement));
  const colour = createPalette();
  const goal = () => windowOf({ jobs: app.jobs, nowMs: clock.now() + view.panMs, spanMs: view.spanMs });
  /** @type {TimeWindow | undefined} */
  let shown;
  let drawnAtMs = 0;

  const inSight = () => {
    const first = Math.max(0, Math.floor(list.scrollTop / rowHeight()));
    return { first, jobs: app.jobs.slice(first, Math.ceil((list.scrollTop + list.clientHeight) / rowHeight())) };
  };
  const window = () => (shown ??= goal());

  return {
    /** What the canvas shows. */
    window,
    windowMs: () => window().toMs - window().fromMs,
    showRows: () => {
      const { first, jobs } = inSight();
      const lines = jobs.map((job) => ({ ...lineOf(model, clock, job), isSelected: keyOf(job) === view.selected }));
      rows.show(lines, first, app.jobs.length);
    },
    /** Gives the milliseconds until time alone is worth drawing again. */
    draw: () => {
      if (!clock.isSet()) return 1000;
      const aim = goal();
      const nowMs = performance.now();
      shown = isCalm.matches ? aim : glide(window(), aim, nowMs - drawnAtMs);
      drawnAtMs = nowMs;
      const frame = { width: canvas.parentElement?.clientWidth ?? 0, height: axisHeight + list.clientHeight };
      const pen = takePen(canvas, { ...frame, nowMs: clock.now(), window: shown, colour });
      if (pen === undefined) return 1000;
      drawAxis(pen);
      drawRows(pen, app, { ...inSight(), top: axisHeight - list.scrollTop });
      drawNow(pen);
      const halfPixelMs = (shown.toMs - shown.fromMs) / frame.width / 2 / Math.max(clock.speed, 0.001);
      return shown === aim ? Math.max(halfPixelMs, isCalm.matches ? 1000 : 0) : 0;
    },
  };
};

const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

/** @type {(pen: import("./pen.js").Pen, app: App, rows: { first: number, jobs: App["jobs"], top: number }) => void} */
const drawRows = (pen, { model, clock }, { first, jobs, top }) => {
  const { context, width, height } = pen;
  context.save();
  context.beginPath();
  context.rect(0, axisHeight, width, height);
  context.clip();
  for (const [index, job] of jobs.entries()) {
    const middle = top + (first + index) * rowHeight() + rowMiddle();
    const declaredMs = pollIntervalMs(model, job) * (clock.speed || 1);
    drawLifecycle(pen, job, middle);
    drawPolls(pen, job, { polls: model.polls.get(keyOf(job)) ?? [], declaredMs, middle });
    drawEnd(pen, job, middle);
  }
  context.restore();
};
