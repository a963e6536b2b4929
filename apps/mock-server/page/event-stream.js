/** @import { Change } from "./types.js" */
import { callControl, ControlProblem } from "./control.js";
import { readEvents } from "./read-events.js";

/**
 * Everything there is, then every change, for as long as the page is open. Comes back by itself when the connection is lost;
 * the snapshot that comes first then replaces what was known.
 *
 * `EventSource` would do, but it cannot send the token.
 *
 * @param {{ onChange: (change: Change) => void, onState: (state: "live" | "lost" | "locked") => void }} listeners
 */
export const followEvents = async ({ onChange, onState }) => {
  let pauseMs = firstPauseMs;
  for (;;) {
    try {
      const response = await callControl("GET", "events");
      onState("live");
      pauseMs = firstPauseMs;
      if (response.body === null) return;
      for await (const { event, data } of readEvents(response.body)) {
        onChange(/** @type {Change} */ ({ event, data: JSON.parse(data) }));
      }
    } catch (error) {
      if (error instanceof ControlProblem && error.status === 401) {
        onState("locked");
        return;
      }
    }
    onState("lost");
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
};

const firstPauseMs = 250;
const longestPauseMs = 4000;
