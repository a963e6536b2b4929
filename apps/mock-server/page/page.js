import { createApp } from "./app.js";
import { byId } from "./dom.js";
import { createForms } from "./forms.js";
import { createFrames } from "./frames.js";
import { createHeader } from "./header.js";
import { createJobButtons } from "./job-buttons.js";
import { createJobPanel } from "./job-panel.js";
import { createListKeys } from "./list-keys.js";
import { keyOf } from "./model.js";
import { createRequestList } from "./request-list.js";
import { followTogether } from "./shared-stream.js";
import { createShowParts } from "./show-parts.js";
import { createTimeline } from "./timeline.js";
import { createTip } from "./tip.js";
import { askForToken } from "./token-dialog.js";
import { createViewOptions } from "./view-options.js";
import { createViews } from "./views.js";

// Words about time change with its tenths; nobody reads them faster than this.
const wordsEveryMs = 400;

const app = createApp();
const { model, clock, view, changed } = app;
const list = byId("jobs", HTMLElement);

/** @param {string | undefined} key */
const choose = (key) => {
  if (view.selected === key) return;
  view.selected = key;
  changed.add("requests");
  frames.ask();
};
const leaveJob = () => {
  choose(undefined);
  list.focus();
};

const timeline = createTimeline(app);
const header = createHeader(clock);
const panel = createJobPanel(app);
const options = createViewOptions(view, { windowMs: timeline.windowMs, onChange: () => frames.ask("all") });
const buttons = createJobButtons({ chosen: app.chosen, onDeleted: leaveJob });
const keys = createListKeys(app, { choose, open: panel.focus, remove: buttons.remove, pan: options.pan });
const showParts = createShowParts(app, {
  showApis: header.showApis,
  showForms: createForms(model, { chosen: app.chosen, onCreated: (job) => choose(keyOf(job)) }),
  showRequests: createRequestList(model, view, (key) => {
    choose(key);
    keys.reveal();
  }),
});
createTip(app, { window: timeline.window, pan: options.pan });
const views = createViews();
// On a narrow page a job that was chosen is shown in place of the list.
list.addEventListener("click", () => view.selected !== undefined && views.show("requests"));
byId("job-close", HTMLButtonElement).addEventListener("click", () => {
  views.show("jobs");
  leaveJob();
});

let shownAtMs = 0;
const frames = createFrames((asked) => {
  if (asked === "all" || changed.size > 0 || performance.now() - shownAtMs >= wordsEveryMs) {
    shownAtMs = performance.now();
    showParts().moveRows();
  }
  timeline.showRows();
  keys.mark();
  panel.show();
  header.showTime();
  return Math.min(timeline.draw(), wordsEveryMs);
});
list.addEventListener("scroll", () => frames.ask());
addEventListener("resize", () => frames.ask());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => frames.ask());

const { join } = followTogether({
  onChange: (change) => {
    app.take(change);
    frames.soon();
  },
  onState: (state) => {
    header.showConnection(state);
    if (state === "locked") askForToken().then(join);
  },
});
join();
