/** @import { TimeWindow } from "./types.js" */
/** @import { Palette } from "./palette.js" */

/**
 * What drawing takes: the canvas, its colours, and where a moment lies on it.
 *
 * @typedef {object} Pen
 * @property {CanvasRenderingContext2D} context
 * @property {Palette} colour
 * @property {number} width
 * @property {number} height
 * @property {number} nowMs
 * @property {TimeWindow} window
 * @property {(ms: number) => number} x
 */

/**
 * Clears the canvas, in the size that it has on the screen, and gives the pen for it.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {{ width: number, height: number, nowMs: number, window: TimeWindow, colour: Palette }} frame
 * @returns {Pen | undefined}
 */
export const takePen = (canvas, { width, height, nowMs, window, colour }) => {
  const context = canvas.getContext("2d");
  if (context === null || width <= 0) return undefined;
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const perMs = width / (window.toMs - window.fromMs);
  return { context, colour, width, height, nowMs, window, x: (ms) => (ms - window.fromMs) * perMs };
};
