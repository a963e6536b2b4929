/** @import { Job, RequestEntry } from "./types.js" */
/** @import { Pen } from "./pen.js" */

/**
 * Draws the looks at a job as ticks across its bar, those that met a fault with a diamond, and under the bar the rhythm that
 * the API declares: a program that polls as declared has one tick for each dot.
 *
 * @param {Pen} pen
 * @param {Job} job
 * @param {{ polls: readonly RequestEntry[], declaredMs: number, middle: number }} row
 */
export const drawPolls = (pen, job, { polls, declaredMs, middle }) => {
  drawRhythm(pen, job, { declaredMs, middle });
  const { context, colour, x, width } = pen;
  context.lineWidth = 1.5;
  for (const { atMs, fault, status } of polls) {
    const at = x(atMs);
    if (at < -8 || at > width + 8) continue;
    const isBad = fault !== undefined || status === 0 || status >= 400;
    context.strokeStyle = colour(isBad ? "fault" : "tick");
    context.beginPath();
    context.moveTo(at, middle - tickHeight / 2);
    context.lineTo(at, middle + tickHeight / 2 - 4);
    context.stroke();
    if (isBad) drawDiamond(pen, at, middle - tickHeight / 2);
  }
};

const tickHeight = 24;
// Closer dots would be a line, and say nothing.
const leastDotWidth = 5;

/** @type {(pen: Pen, job: Job, row: { declaredMs: number, middle: number }) => void} */
const drawRhythm = (
  { context, colour, window, nowMs, x, width },
  { startedAtMs, endsAtMs },
  { declaredMs, middle },
) => {
  const dotWidth = (declaredMs / (window.toMs - window.fromMs)) * width;
  if (dotWidth < leastDotWidth) return;
  const untilMs = Math.min(window.toMs, endsAtMs ?? nowMs);
  const skipped = Math.max(0, Math.ceil((window.fromMs - startedAtMs) / declaredMs));
  context.fillStyle = colour("rhythm");
  for (let ms = startedAtMs + skipped * declaredMs; ms <= untilMs; ms += declaredMs)
    context.fillRect(x(ms) - 0.75, middle + 14, 1.5, 3);
};

/** @type {(pen: Pen, at: number, top: number) => void} */
const drawDiamond = ({ context, colour }, at, top) => {
  context.fillStyle = colour("fault");
  context.strokeStyle = colour("surface");
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(at, top - 5);
  context.lineTo(at + 5, top);
  context.lineTo(at, top + 5);
  context.lineTo(at - 5, top);
  context.closePath();
  context.fill();
  context.stroke();
  context.lineWidth = 1.5;
};
