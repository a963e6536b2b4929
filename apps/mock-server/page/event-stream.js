/** @import { Change } from "./types.js" */
import { callControl, ControlProblem } from "./control.js";

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
      await readEvents(response, onChange);
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

/** @type {(response: Response, onChange: (change: Change) => void) => Promise<void>} */
const readEvents = async ({ body }, onChange) => {
  if (body === null) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  // Pieces are joined once an event is whole: a snapshot of thousands of jobs comes in hundreds of them.
  /** @type {string[]} */
  let pieces = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    pieces.push(value);
    if (!value.includes("\n\n") && !(pieces.at(-2)?.endsWith("\n") === true && value.startsWith("\n"))) continue;
    const blocks = pieces.join("").split("\n\n");
    pieces = [blocks.pop() ?? ""];
    for (const block of blocks) readBlock(block, onChange);
  }
};

/** @type {(block: string, onChange: (change: Change) => void) => void} */
const readBlock = (block, onChange) => {
  let event = "";
  let data = "";
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) event = line.slice("event: ".length);
    else if (line.startsWith("data: ")) data += line.slice("data: ".length);
  }
  if (event !== "" && data !== "") onChange(/** @type {Change} */ ({ event, data: JSON.parse(data) }));
};
