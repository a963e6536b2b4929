/** @import { StoreOverview } from "../src/overview.ts" */
import { byId } from "./dom.js";

/** @typedef {"live" | "lost" | "locked" | "no-store"} ConnectionState */

/** A response that says no; its message says why and what to do. */
class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {"GET" | "POST"} method
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
const call = async (method, path, signal) => {
  const token = readToken();
  const response = await fetch(path, {
    method,
    cache: "no-store",
    ...(token !== undefined && { headers: { "x-genwait-token": token } }),
    ...(signal !== undefined && { signal }),
  });
  if (!response.ok) throw new Refused(response.status, await reasonOf(response));
  return response;
};

/** @type {(response: Response) => Promise<string>} */
const reasonOf = async (response) => {
  const text = await response.text();
  try {
    return String(JSON.parse(text).detail);
  } catch {
    return `The server responded with ${response.status}.`;
  }
};

// Longer, and a button would seem dead.
const patienceMs = 8000;

/**
 * Does what somebody asked for, and says on the page why not when it fails.
 *
 * @param {string} path
 * @returns {Promise<Record<string, unknown> | undefined>} what came of it
 */
export const command = async (path) => {
  const problem = byId("problem", HTMLElement);
  problem.textContent = "";
  try {
    return await (await call("POST", path, AbortSignal.timeout(patienceMs))).json();
  } catch (error) {
    problem.textContent =
      error instanceof Refused ? error.message : "Failed to reach the server. Is the worker still running?";
    return undefined;
  }
};

/**
 * What there is, again and again, for as long as the page is open. Comes back by itself when the connection is lost.
 *
 * `EventSource` would do, but it cannot send the token.
 *
 * @param {{ onOverview: (overview: StoreOverview) => void, onState: (state: ConnectionState, why?: string) => void }} listeners
 */
export const follow = async ({ onOverview, onState }) => {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      const response = await call("GET", "events");
      if (response.body === null) return;
      for await (const { event, data } of readEvents(response.body)) {
        pauseMs = firstPauseMs;
        if (event === "overview") {
          onOverview(JSON.parse(data));
          onState("live");
        } else if (event === "problem") onState("no-store", String(JSON.parse(data).message));
      }
    } catch (error) {
      if (error instanceof Refused && error.status === 401) {
        onState("locked");
        await askForToken();
        continue;
      }
    }
    onState("lost");
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};

const firstPauseMs = 250;
const longestPauseMs = 4000;

/**
 * The events of a stream, one after another, as server-sent events write them.
 *
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @returns {AsyncGenerator<{ event: string, data: string }>}
 */
const readEvents = async function* (stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      if (event !== "") yield { event, data };
    }
  }
};

const tokenName = "genwait-token";

/** The token, from the address's fragment or from what was typed before. */
const readToken = () => {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null) {
    sessionStorage.setItem(tokenName, given);
    // Out of the address bar, and out of screenshots.
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(tokenName) ?? undefined;
};

/** @returns {Promise<void>} */
const askForToken = () => {
  const dialog = byId("locked", HTMLDialogElement);
  const field = byId("token", HTMLInputElement);
  if (!dialog.open) dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        sessionStorage.setItem(tokenName, field.value.trim());
        field.value = "";
        resolve();
      },
      { once: true },
    );
  });
};
