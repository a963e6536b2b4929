/** @import { Change } from "./types.js" */
import { callControl, ControlProblem } from "./control.js";
import { readEvents } from "./read-events.js";

/** @typedef {"live" | "lost" | "locked"} ConnectionState */

/**
 * Everything there is, then every change, until the signal says stop. Comes back by itself when the connection is lost; the
 * snapshot that comes first then replaces what was known.
 *
 * `EventSource` would do, but it cannot send the token.
 *
 * @param {{ onChange: (change: Change) => void, onState: (state: ConnectionState) => void, token: string | undefined, signal?: AbortSignal }} listeners
 */
export const followEvents = async ({ onChange, onState, token, signal }) => {
  let pauseMs = firstPauseMs;
  for (;;) {
    try {
      const response = await callControl("GET", "events", { token, ...(signal !== undefined && { signal }) });
      onState("live");
      pauseMs = firstPauseMs;
      if (response.body === null) return;
      for await (const { event, data } of readEvents(response.body)) {
        onChange(/** @type {Change} */ ({ event, data: JSON.parse(data) }));
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ControlProblem && error.status === 401) {
        onState("locked");
        return;
      }
    }
    onState("lost");
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (signal?.aborted) return;
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
};

const firstPauseMs = 250;
const longestPauseMs = 4000;
