/** @import { OpenWaitOverview, StoreOverview, WorkerOverview } from "../src/overview.ts" */
import { byId, createList, element, setText } from "./dom.js";
import {
  fillDelivery,
  fillEndpoint,
  fillIntent,
  fillRate,
  fillResult,
  fillWait,
  fillWorker,
  makeRow,
  setButtons,
} from "./rows.js";
import { command, follow } from "./server.js";
import { counted, countsInWords, inWords, number, timeOfDay } from "./words.js";

const said = byId("said", HTMLElement);
const problem = byId("problem", HTMLElement);
const clock = byId("clock", HTMLOutputElement);
const connection = byId("connection", HTMLElement);

// The store's time, which all others on the page are measured by.
let nowMs = 0;
/** The last result that was there when the page looked before. @type {string | undefined} */
let lastCursor;

/**
 * @template Item
 * @param {string} id
 * @param {{ keyOf: (item: Item) => string, fill: (row: ReturnType<typeof makeRow>, item: Item) => void, none?: string }} how
 */
const listOf = (id, { keyOf, fill, none }) =>
  createList(byId(id, HTMLElement), { keyOf, make: makeRow, fill, ...(none !== undefined && { none }) });

const waits = listOf("waits", {
  keyOf: (/** @type {OpenWaitOverview} */ { id }) => id,
  fill: (row, wait) => {
    fillWait(row, wait, nowMs);
    setButtons(row, [
      { word: "Wake", label: `Wake ${wait.jobId}: poll it now`, onClick: () => void wake(wait) },
      { word: "Stop", label: `Stop waiting for ${wait.jobId}`, onClick: () => void stop(wait) },
    ]);
  },
});
const results = listOf("results", {
  keyOf: (/** @type {StoreOverview["results"]["list"][number]} */ { cursor }) => cursor,
  fill: fillResult,
  none: "None yet.",
});
const creates = listOf("creates", {
  keyOf: (/** @type {StoreOverview["intents"]["list"][number]} */ { id }) => id,
  fill: (row, intent) => fillIntent(row, intent, nowMs),
});
const workers = listOf("workers", {
  keyOf: (/** @type {WorkerOverview} */ { id }) => id,
  fill: (row, worker) => fillWorker(row, worker, nowMs),
  none: "No worker polls this store. Start one: genwait worker",
});
const rates = listOf("rates", {
  keyOf: (/** @type {StoreOverview["rateLimits"][number]} */ { api, baseUrl, account }) =>
    JSON.stringify([api, baseUrl, account]),
  fill: fillRate,
  none: "Nothing was polled yet.",
});
const deliveries = listOf("deliveries", {
  keyOf: (/** @type {StoreOverview["deliveries"]["list"][number]} */ { waitId, state, createdAtMs }) =>
    JSON.stringify([waitId, state, createdAtMs]),
  fill: (row, delivery) => {
    fillDelivery(row, delivery, nowMs);
    setButtons(
      row,
      delivery.state === "dead"
        ? [
            {
              word: "Send again",
              label: `Send again: the webhook of ${delivery.waitId}`,
              onClick: () => void redeliver(`redeliver?wait=${encodeURIComponent(delivery.waitId)}`),
            },
          ]
        : [],
    );
  },
  none: "All are delivered.",
});
const endpoints = listOf("endpoints", {
  keyOf: (/** @type {StoreOverview["deliveries"]["disabledEndpoints"][number]} */ { origin, disabledAtMs }) =>
    JSON.stringify([origin, disabledAtMs]),
  fill: (row, endpoint) => fillEndpoint(row, endpoint, nowMs),
});

/** @param {OpenWaitOverview} wait */
const wake = async ({ id, jobId }) => {
  const done = await command(`waits/${id}/wake`);
  if (done) setText(said, done["woken"] === 0 ? `${jobId} was woken a moment ago.` : `${jobId} is polled now.`);
};

/** @param {OpenWaitOverview} wait */
const stop = async ({ id, api, job, jobId }) => {
  const dialog = byId("sure", HTMLDialogElement);
  setText(byId("sure-what", HTMLElement), `${api} ${job} ${jobId}`);
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue !== "yes") return;
  const done = await command(`waits/${id}/stop`);
  if (done)
    setText(said, done["wasOpen"] === true ? `${jobId} is not waited for any more.` : `${jobId} had ended before.`);
};

/** @param {string} path */
const redeliver = async (path) => {
  const done = await command(path);
  if (done) setText(said, `${counted(Number(done["queued"]), "webhook")} will be sent again.`);
};

byId("redeliver", HTMLButtonElement).addEventListener("click", () => void redeliver("redeliver"));

/** @type {(label: string, to: string, value: string, more: string, isBad?: boolean) => HTMLElement} */
const figure = (label, to, value, more, isBad = false) =>
  element(
    "div",
    { "data-bad": isBad ? "" : undefined },
    element("dt", {}, element("a", { href: `#${to}` }, label)),
    element("dd", {}, value, element("small", {}, more)),
  );

/** @param {StoreOverview} overview */
const showFigures = ({ waits, results, workers, shards, deliveries, intents }) => {
  const live = workers.filter(({ isLive }) => isLive).length;
  const problems = countsInWords(waits.problems);
  const ended = Object.values(results.lastHour).reduce((sum, count) => sum + count, 0);
  const unknown = intents.list.filter(({ state }) => state === "unknown").length;
  const polled = waits.unpolled === 0 ? "all polled" : `oldest unpolled ${inWords(waits.oldestUnpolledMs)}`;
  const sent =
    deliveries.dead > 0
      ? `${number(deliveries.dead)} given up`
      : `${number(deliveries.deliveredLastHour)} delivered in an hour`;
  const figures = [
    figure(
      "Open waits",
      "waits-title",
      number(waits.open),
      problems || (waits.open === 0 ? "none" : polled),
      problems !== "",
    ),
    figure("Results in an hour", "results-title", number(ended), countsInWords(results.lastHour) || "none yet"),
    figure("Workers", "workers-title", number(live), live === 0 ? "nothing is polled" : "live", live === 0),
    figure("Shards held", "workers-title", `${shards.leased} of ${shards.count}`, sharesInWords(shards)),
    figure(
      "Webhooks to send",
      "deliveries-title",
      number(deliveries.queued + deliveries.retrying),
      sent,
      deliveries.dead > 0,
    ),
    figure(
      "Creates under way",
      "creates-title",
      number(intents.open),
      unknown > 0 ? `${number(unknown)} unknown` : "none unknown",
      unknown > 0,
    ),
  ];
  // Only what differs: a link that somebody has the focus on stays.
  const list = byId("figures", HTMLElement);
  for (const [index, one] of figures.entries()) {
    const shown = list.children[index];
    if (shown === undefined) list.append(one);
    else if (shown.outerHTML !== one.outerHTML) {
      shown.toggleAttribute("data-bad", one.hasAttribute("data-bad"));
      shown.querySelector("dd")?.replaceWith(...one.querySelectorAll("dd"));
    }
  }
};

/** @param {StoreOverview["shards"]} shards */
const sharesInWords = ({ leased, count }) =>
  leased === count ? "all" : leased === 0 ? "none" : `${count - leased} free`;

// As many colours as the style sheet has; a fleet of more workers is told apart by the words.
const colours = 4;

/** @param {StoreOverview} overview */
const showShards = ({ workers, shards }) => {
  /** @type {Map<number, number>} */
  const holders = new Map();
  const live = workers.filter(({ isLive }) => isLive);
  for (const [index, worker] of live.entries()) for (const shard of worker.shards) holders.set(shard, index % colours);
  const strip = byId("shards", HTMLElement);
  strip.setAttribute(
    "aria-label",
    `${holders.size} of ${shards.count} shards are held by ${counted(live.length, "worker")}`,
  );
  const cells = Array.from({ length: shards.count }, (_, shard) => String(holders.get(shard) ?? "none"));
  if (cells.join() === [...strip.children].map((cell) => cell.getAttribute("data-worker")).join()) return;
  strip.replaceChildren(...cells.map((worker) => element("i", { "data-worker": worker })));
};

/** @param {StoreOverview} overview */
const showWorkers = ({ workers: all, shards }) => {
  workers.show(all);
  const live = all.filter(({ isLive }) => isLive);
  for (const [index, row] of [...byId("workers", HTMLElement).children].entries())
    if (row.classList.contains("row")) row.setAttribute("data-worker", String(index % colours));
  setText(
    byId("workers-summary", HTMLElement),
    live.length === 0 ? "none live" : `${live.length} live, ${shards.count} shards`,
  );
};

/** Tells those who cannot see it what has ended. @param {StoreOverview["results"]} results */
const sayResults = ({ lastCursor: last, list }) => {
  if (lastCursor !== undefined && last !== lastCursor) {
    const fresh = list.filter(({ cursor }) => BigInt(cursor) > BigInt(lastCursor ?? "0"));
    const [one] = fresh;
    if (fresh.length === 1 && one) setText(said, `${one.jobId}: ${one.phase}.`);
    else if (fresh.length > 1) setText(said, `${counted(fresh.length, "wait")} ended.`);
  }
  lastCursor = last;
};

/** @type {(shown: number, all: number, order: string) => string} */
const cut = (shown, all, order) => (shown < all ? `${number(shown)} of ${number(all)}, ${order}` : "");

/** @param {StoreOverview} overview */
const show = (overview) => {
  nowMs = overview.atMs;
  setText(clock, timeOfDay(nowMs));
  showFigures(overview);
  waits.show(
    overview.waits.list,
    overview.results.lastCursor === "0"
      ? "None yet. A first one: genwait create <api> --input - --durable"
      : "None: all have ended.",
  );
  setText(
    byId("waits-summary", HTMLElement),
    cut(overview.waits.list.length, overview.waits.open, "those with a problem first"),
  );
  results.show(overview.results.list);
  setText(
    byId("results-summary", HTMLElement),
    overview.results.list.length === 0 ? "" : `the latest first, up to cursor ${overview.results.lastCursor}`,
  );
  byId("creates-section", HTMLElement).hidden = overview.intents.open === 0;
  creates.show(overview.intents.list);
  setText(
    byId("creates-summary", HTMLElement),
    cut(overview.intents.list.length, overview.intents.open, "the oldest first"),
  );
  showShards(overview);
  showWorkers(overview);
  rates.show(overview.rateLimits);
  const { deliveries: sent } = overview;
  deliveries.show(sent.list);
  setText(
    byId("deliveries-summary", HTMLElement),
    cut(sent.list.length, sent.dead + sent.queued + sent.retrying, "those given up first"),
  );
  byId("redeliver", HTMLButtonElement).hidden = sent.dead === 0 && sent.disabledEndpoints.length === 0;
  endpoints.show(sent.disabledEndpoints);
  sayResults(overview.results);
};

const connectionWords = {
  live: "Live",
  lost: "The worker does not respond. Trying again…",
  locked: "This page wants its token.",
  "no-store": "The store does not respond.",
};

void follow({
  onOverview: show,
  onState: (state, why) => {
    if (state === "live" && connection.dataset["state"] !== "live") setText(problem, "");
    connection.dataset["state"] = state;
    setText(connection, connectionWords[state]);
    if (why !== undefined)
      setText(problem, nowMs === 0 ? why : `${why} What is shown was read at ${timeOfDay(nowMs)}.`);
  },
});
