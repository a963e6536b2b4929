/** @import { Change } from "./types.js" */
/** @import { ConnectionState } from "./event-stream.js" */
import { followEvents } from "./event-stream.js";
import { readToken } from "./token.js";
import { whileSeen } from "./while-seen.js";

/** @typedef {{ change: Change } | { state: ConnectionState }} Message */

/**
 * Follows the mock's events by the one stream that all tabs of a browser share: it has six connections for an address, and
 * programs under test need them, too.
 *
 * @param {{ onChange: (change: Change) => void, onState: (state: ConnectionState) => void }} listeners
 */
export const followTogether = ({ onChange, onState }) => {
  // Some browsers on phones have none.
  if (typeof SharedWorker === "undefined") {
    let stream = new AbortController();
    const leave = () => stream.abort();
    const join = () => {
      leave();
      stream = new AbortController();
      void followEvents({ onChange, onState, token: readToken(), signal: stream.signal });
    };
    whileSeen({ join, leave });
    return { join };
  }
  const { port } = new SharedWorker("/_mock/stream-worker.js", { type: "module", name: "genwait mock" });
  const join = () => port.postMessage({ token: readToken() });
  /** @param {MessageEvent<Message>} message */
  const onMessage = ({ data }) => ("change" in data ? onChange(data.change) : onState(data.state));
  port.addEventListener("message", onMessage);
  port.start();
  const leave = () => port.postMessage("leave");
  addEventListener("pagehide", leave);
  whileSeen({ join, leave });
  // A page that the browser kept for the way back has missed what happened since.
  addEventListener("pageshow", ({ persisted }) => persisted && join());
  return { join };
};
