/** @import { CreateIntent } from "../src/intents.ts" */
/** @import { DeliveryOverview, EndpointOverview, OpenWaitOverview, RateLimitOverview, ResultOverview, WorkerOverview } from "../src/overview.ts" */
import { element, setText } from "./dom.js";
import { counted, inWords, number, timeOfDay } from "./words.js";

/** @typedef {"wait" | "good" | "part" | "bad" | "off"} Kind */

/** A sign beside each word, so that colour is never alone. @type {Readonly<Record<Kind, string>>} */
const signs = { wait: "…", good: "✓", part: "◐", bad: "✕", off: "−" };

/**
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {HTMLElement} sign
 * @property {HTMLElement} main
 * @property {HTMLElement} more
 * @property {HTMLElement} odd
 * @property {HTMLElement} buttons
 */

/** @returns {Row} */
export const makeRow = () => {
  const sign = element("span", { class: "sign", "aria-hidden": "true" });
  const [main, more, odd] = [
    element("div", { class: "main-line" }),
    element("div", { class: "more" }),
    element("div", { class: "odd" }),
  ];
  const buttons = element("div", { class: "buttons" });
  buttons.hidden = true;
  return {
    element: element("li", { class: "row" }, sign, element("div", {}, main, more, odd), buttons),
    sign,
    main,
    more,
    odd,
    buttons,
  };
};

/**
 * @param {Row} row
 * @param {{ kind: Kind, main: string, more: readonly (string | undefined)[], odd?: string | undefined }} what
 */
const fill = (row, { kind, main, more, odd }) => {
  if (row.element.dataset["kind"] !== kind) row.element.dataset["kind"] = kind;
  setText(row.sign, signs[kind]);
  setText(row.main, main);
  if (row.main.title !== main) row.main.title = main;
  setText(row.more, more.filter((part) => part !== undefined && part !== "").join(" · "));
  setText(row.odd, odd ?? "");
  row.odd.hidden = odd === undefined;
};

/**
 * Gives a row its buttons, once.
 *
 * @param {Row} row
 * @param {readonly { word: string, label: string, onClick: () => void }[]} wanted
 */
export const setButtons = (row, wanted) => {
  row.buttons.hidden = wanted.length === 0;
  if (row.buttons.childElementCount === wanted.length) return;
  row.buttons.replaceChildren(
    ...wanted.map(({ word, label, onClick }) => {
      const button = element("button", { type: "button", "aria-label": label }, word);
      button.addEventListener("click", onClick);
      return button;
    }),
  );
};

/** @param {{ account?: string, key?: string }} of */
const whose = ({ account, key = "" }) =>
  [account === undefined ? "" : `account ${account}`, key === "" ? "" : `key ${clipped(key)}`]
    .filter(Boolean)
    .join(" · ");

// Keys that are made of a webhook and data are long, and nobody reads them.
/** @param {string} key */
const clipped = (key) => (key.length > longestKey ? `${key.slice(0, longestKey)}…` : key);

const longestKey = 40;

/** @type {(row: Row, wait: OpenWaitOverview, nowMs: number) => void} */
export const fillWait = (row, wait, nowMs) => {
  const { api, job, jobId, id, createdAtMs, deadlineAtMs, wasPolled, problem, webhookOrigin, shard } = wait;
  const unpolled = wasPolled ? undefined : nowMs - createdAtMs > slowMs ? "not polled well yet" : undefined;
  fill(row, {
    kind: problem === undefined ? "wait" : "bad",
    main: jobId,
    more: [
      `${api} ${job}`,
      `for ${inWords(nowMs - createdAtMs)}`,
      deadlineAtMs === undefined ? "no deadline" : `until ${inWords(deadlineAtMs - nowMs)} from now`,
      whose(wait),
      webhookOrigin === undefined ? undefined : `tells ${webhookOrigin}`,
      `shard ${shard}`,
      id,
    ],
    odd: problem ?? unpolled,
  });
};

// Until then a wait is simply new.
const slowMs = 30_000;

/** @type {Readonly<Record<ResultOverview["phase"], Kind>>} */
const kindOfPhase = {
  succeeded: "good",
  partial: "part",
  failed: "bad",
  timeout: "part",
  refused: "bad",
  "gave-up": "bad",
  "invalid-response": "bad",
  stopped: "off",
};

/** @type {(row: Row, result: ResultOverview) => void} */
export const fillResult = (row, result) => {
  const { api, job, jobId, waitId, phase, cursor, createdAtMs, endedAtMs, message } = result;
  fill(row, {
    kind: kindOfPhase[phase],
    main: jobId,
    more: [
      phase,
      `${api} ${job}`,
      `at ${timeOfDay(endedAtMs)}`,
      `after ${inWords(endedAtMs - createdAtMs)}`,
      whose(result),
      `cursor ${cursor}`,
      waitId,
    ],
    odd: message,
  });
};

/** @type {(row: Row, worker: WorkerOverview, nowMs: number) => void} */
export const fillWorker = (row, { name, isLive, waits, capacity, shards, startedAtMs, seenAtMs }, nowMs) =>
  fill(row, {
    kind: isLive ? "good" : "off",
    main: name,
    more: [
      counted(shards.length, "shard"),
      `${number(waits)} of ${counted(capacity, "wait")}`,
      isLive ? `up for ${inWords(nowMs - startedAtMs)}` : `last seen ${inWords(nowMs - seenAtMs)} ago`,
    ],
  });

/** @type {(row: Row, rate: RateLimitOverview) => void} */
export const fillRate = (row, { api, baseUrl, account, requestsPerSecond, aheadMs }) =>
  fill(row, {
    kind: aheadMs > pausedMs ? "part" : "good",
    main: api,
    more: [
      baseUrl,
      account === undefined ? undefined : `account ${account}`,
      requestsPerSecond === undefined ? undefined : `${requestsPerSecond} a second`,
    ],
    odd: aheadMs > pausedMs ? `no poll for ${inWords(aheadMs)}: the service has said to slow down` : undefined,
  });

// Blocks of slots are reserved at most this far ahead; more is a pause.
const pausedMs = 1500;

/** @type {(row: Row, delivery: DeliveryOverview, nowMs: number) => void} */
export const fillDelivery = (row, { state, origin, waitId, tries, createdAtMs, nextAtMs, message }, nowMs) =>
  fill(row, {
    kind: state === "dead" ? "bad" : state === "retry" ? "part" : "wait",
    main: origin,
    more: [
      { queued: "queued", retry: "tried", active: "being sent", dead: "given up" }[state],
      tries === 0 ? undefined : counted(tries, "retry").replace("retrys", "retries"),
      `for ${inWords(nowMs - createdAtMs)}`,
      nextAtMs === undefined ? undefined : `again in ${inWords(nextAtMs - nowMs)}`,
      waitId,
    ],
    odd: message,
  });

/** @type {(row: Row, endpoint: EndpointOverview, nowMs: number) => void} */
export const fillEndpoint = (row, { origin, reason, disabledAtMs }, nowMs) =>
  fill(row, { kind: "off", main: origin, more: [`disabled ${inWords(nowMs - disabledAtMs)} ago`, reason] });

/** @type {(row: Row, intent: CreateIntent, nowMs: number) => void} */
export const fillIntent = (row, { id, operation, key, account, state, sentAtMs, process, failure }, nowMs) =>
  fill(row, {
    kind: state === "unknown" ? "bad" : "wait",
    main: operation,
    more: [
      `sent ${inWords(nowMs - sentAtMs)} ago by ${process}`,
      account === undefined ? undefined : `account ${account}`,
      key === undefined ? undefined : `key ${key}`,
      id,
      failure,
    ],
    odd:
      state === "unknown"
        ? "Its job may be running and billed. Look at the service: add the job, or drop the create."
        : undefined,
  });
