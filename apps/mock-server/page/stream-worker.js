/** @import { Message } from "./shared-stream.js" */
import { followEvents } from "./event-stream.js";

/** @type {Set<MessagePort>} a tab each */
const tabs = new Set();
let stream = new AbortController();

/** @param {Message} message */
const tell = (message) => {
  for (const tab of tabs) tab.postMessage(message, []);
};

// A tab that comes needs everything there is. The stream begins with that, so it is opened anew, for all.
/** @param {string | undefined} token */
const open = (token) => {
  stream.abort();
  const opened = new AbortController();
  stream = opened;
  const { signal } = opened;
  followEvents({
    onChange: (change) => signal.aborted || tell({ change }),
    onState: (state) => signal.aborted || tell({ state }),
    token,
    signal,
  });
};

addEventListener("connect", (event) => {
  const [tab] = event instanceof MessageEvent ? event.ports : [];
  if (tab === undefined) return;
  tab.addEventListener("message", ({ data }) => {
    if (data === "leave") {
      tabs.delete(tab);
      if (tabs.size === 0) stream.abort();
      return;
    }
    tabs.add(tab);
    open(data.token);
  });
  tab.start();
});
