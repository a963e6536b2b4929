/** @import { TimeWindow } from "./types.js" */
/** @import { App } from "./app.js" */
import { axisHeight } from "./draw-axis.js";
import { byId, setText } from "./dom.js";
import { keyOf } from "./model.js";
import { rowHeight } from "./rows.js";
import { timeOfDay } from "./words.js";

/**
 * Names the poll under the pointer. The list of requests says the same to everybody else.
 *
 * @param {App} app
 * @param {{ window: () => TimeWindow, pan: (share: number) => void }} page
 */
export const createTip = (app, { window, pan }) => {
  const list = byId("jobs", HTMLElement);
  const lifecycles = byId("lifecycles", HTMLCanvasElement);
  const tip = byId("tip", HTMLElement);
  const hide = () => {
    tip.hidden = true;
  };
  list.addEventListener("pointerleave", hide);
  list.addEventListener("scroll", hide);
  list.addEventListener("pointermove", ({ clientX, clientY }) => {
    const box = lifecycles.getBoundingClientRect();
    const job = app.jobs[Math.floor((clientY - box.top - axisHeight + list.scrollTop) / rowHeight())];
    const { fromMs, toMs } = window();
    const perMs = box.width / (toMs - fromMs);
    const polls = job === undefined ? [] : (app.model.polls.get(keyOf(job)) ?? []);
    const poll = polls.findLast(({ atMs }) => Math.abs((atMs - fromMs) * perMs - (clientX - box.left)) < reach);
    if (poll === undefined) return hide();
    const said = [poll.status === 0 ? "cut" : String(poll.status), poll.kind, poll.fault && `fault ${poll.fault}`];
    setText(tip, `${timeOfDay(poll.atMs)}, poll ${poll.poll}: ${said.filter((word) => word !== undefined).join(", ")}`);
    tip.hidden = false;
    const outer = list.getBoundingClientRect();
    tip.style.left = `${Math.min(clientX - outer.left + 12, outer.width - tip.offsetWidth - 12)}px`;
    tip.style.top = `${clientY - outer.top + axisHeight + 16}px`;
  });
  list.addEventListener("wheel", (event) => {
    if (Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
    event.preventDefault();
    pan(event.deltaX / lifecycles.clientWidth);
  });
};

const reach = 5;
