/** @import { Pen } from "./pen.js" */
import { marksOf } from "./time-window.js";
import { timeOfDay } from "./words.js";

export const axisHeight = 30;

/**
 * Draws the axis, its lines down the rows, and the line of now.
 *
 * @param {Pen} pen
 */
export const drawAxis = (pen) => {
  const { context, colour, width, height, window, x } = pen;
  const leastMs = ((window.toMs - window.fromMs) / width) * leastMarkWidth;
  context.font = `11px ${colour("sans")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const mark of marksOf(window, leastMs)) {
    const at = Math.round(x(mark)) + 0.5;
    context.strokeStyle = colour("grid");
    line(context, at, axisHeight, height);
    if (Math.abs(x(pen.nowMs) - at) < nowLabelWidth / 2 + 30) continue;
    context.fillStyle = colour("muted");
    if (at > 30 && at < width - 30) context.fillText(timeOfDay(mark), at, axisHeight / 2);
  }
};

/**
 * Draws the line of now, over everything.
 *
 * @param {Pen} pen
 */
export const drawNow = ({ context, colour, width, height, nowMs, x }) => {
  const at = Math.round(x(nowMs)) + 0.5;
  if (at < 0 || at > width) return;
  context.strokeStyle = colour("accent");
  context.lineWidth = 1;
  line(context, at, axisHeight - 4, height);
  const left = Math.min(Math.max(0, at - nowLabelWidth / 2), width - nowLabelWidth);
  context.fillStyle = colour("accent");
  context.beginPath();
  context.roundRect(left, 5, nowLabelWidth, axisHeight - 10, 10);
  context.fill();
  context.fillStyle = colour("on-accent");
  context.font = `600 11px ${colour("sans")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(`now ${timeOfDay(nowMs)}`, left + nowLabelWidth / 2, axisHeight / 2 + 0.5);
};

const leastMarkWidth = 84;
const nowLabelWidth = 92;

/** @type {(context: CanvasRenderingContext2D, at: number, top: number, bottom: number) => void} */
const line = (context, at, top, bottom) => {
  context.beginPath();
  context.moveTo(at, top);
  context.lineTo(at, bottom);
  context.stroke();
};
