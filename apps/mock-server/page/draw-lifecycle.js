/** @import { Job } from "./types.js" */
/** @import { Pen } from "./pen.js" */
import { hasEnded, kindAt } from "./job-state.js";
import { kindSigns } from "./words.js";

/**
 * Draws a job's lifecycle: its phases as bars, what is still to come as an outline, its outputs as dots.
 *
 * @param {Pen} pen
 * @param {Job} job
 * @param {number} middle the row's, from the top
 */
export const drawLifecycle = (pen, job, middle) => {
  const { nowMs } = pen;
  const kind = kindAt(job, nowMs);
  for (const segment of job.segments) {
    const toMs = Math.min(segment.toMs ?? Number.POSITIVE_INFINITY, job.endsAtMs ?? Number.POSITIVE_INFINITY);
    drawStretch(pen, {
      fromMs: segment.fromMs,
      toMs,
      kind,
      middle,
      ...(segment.stage !== undefined && { stage: segment.stage }),
    });
  }
  drawItems(pen, job, middle);
};

/**
 * Draws the sign of how a job ended, over everything else that is drawn of it.
 *
 * @param {Pen} pen
 * @param {Job} job
 * @param {number} middle
 */
export const drawEnd = (pen, job, middle) => {
  const { context, colour, x, width, nowMs } = pen;
  if (!hasEnded(job, nowMs)) return;
  const kind = kindAt(job, nowMs);
  const at = x(job.endsAtMs ?? nowMs);
  if (at < -10 || at > width + 10) return;
  context.fillStyle = colour(kind);
  context.strokeStyle = colour("surface");
  context.lineWidth = 2;
  context.beginPath();
  context.arc(at, middle, 9, 0, Math.PI * 2);
  context.stroke();
  context.fill();
  context.fillStyle = colour("on-kind");
  context.font = `700 11px ${colour("sans")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(kindSigns[kind], at, middle + 1);
};

const barHeight = 16;

/** @typedef {{ fromMs: number, toMs: number, kind: Job["kind"], middle: number, stage?: string }} Stretch */

/** @type {(pen: Pen, stretch: Stretch) => void} */
const drawStretch = (pen, { fromMs, toMs, kind, middle, stage }) => {
  const { context, colour, nowMs, x, width } = pen;
  const left = Math.max(-20, x(fromMs));
  const right = Math.min(width + 20, Number.isFinite(toMs) ? x(toMs) : width + 20);
  const reached = Math.min(right, Math.max(left, x(nowMs)));
  if (right < 0 || left > width) return;
  if (right > reached) {
    context.strokeStyle = colour(`${kind}-line`);
    context.setLineDash([3, 3]);
    context.lineWidth = 1;
    bar(context, { left: reached, right, middle });
    context.stroke();
    context.setLineDash([]);
  }
  if (reached > left) {
    context.fillStyle = colour(`${kind}-fill`);
    // A hair between two phases tells them apart.
    bar(context, { left, right: Math.max(left + 2, reached - (reached === right ? 1.5 : 0)), middle });
    context.fill();
  }
  if (stage !== undefined && right - Math.max(0, left) > stage.length * 6.2 + 6)
    drawStage(pen, { stage, left: Math.max(0, left), middle });
};

/** @type {(pen: Pen, label: { stage: string, left: number, middle: number }) => void} */
const drawStage = ({ context, colour }, { stage, left, middle }) => {
  context.font = `11px ${colour("sans")}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = colour("muted");
  context.fillText(stage, left + 2, middle - 18);
};

/** @type {(pen: Pen, job: Job, middle: number) => void} */
const drawItems = ({ context, colour, nowMs, x }, { items }, middle) => {
  // The last one is where the job's end is drawn.
  for (const { kind, endsAtMs } of items.slice(0, -1)) {
    if (endsAtMs == null) continue;
    const isThere = endsAtMs <= nowMs;
    context.beginPath();
    context.arc(x(endsAtMs), middle, isThere ? 4 : 3, 0, Math.PI * 2);
    context.lineWidth = 1;
    context.fillStyle = isThere ? colour(kind) : colour("surface");
    context.strokeStyle = isThere ? colour("surface") : colour("pending-line");
    context.fill();
    context.stroke();
  }
};

/** @type {(context: CanvasRenderingContext2D, stretch: { left: number, right: number, middle: number }) => void} */
const bar = (context, { left, right, middle }) => {
  context.beginPath();
  context.roundRect(left, middle - barHeight / 2, Math.max(1, right - left), barHeight, 4);
};
