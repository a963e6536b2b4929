import { byId } from "./dom.js";

/**
 * What of the jobs is shown: which of them, and which stretch of time.
 *
 * @param {{ show: string, find: string, spanMs: number | undefined, panMs: number }} state
 * @param {{ windowMs: () => number, onChange: () => void }} page
 */
export const createViewOptions = (state, { windowMs, onChange }) => {
  const follow = byId("follow", HTMLButtonElement);
  /** @param {number} panMs */
  const panTo = (panMs) => {
    state.panMs = Math.min(0, panMs);
    follow.hidden = state.panMs === 0;
    onChange();
  };
  const read = () => {
    const [show, find, span] = ["show", "find", "span"].map(valueOf);
    Object.assign(state, { show, find, spanMs: span === "" ? undefined : Number(span) });
  };
  // A browser brings back what was chosen before a reload.
  read();
  for (const id of ["show", "find", "span"]) {
    document.getElementById(id)?.addEventListener("input", () => {
      read();
      panTo(id === "span" ? 0 : state.panMs);
    });
  }
  follow.addEventListener("click", () => {
    panTo(0);
    byId("jobs", HTMLElement).focus();
  });
  return {
    /** @param {number} share of the window; back in time where it is negative */
    pan: (share) => panTo(state.panMs + share * windowMs()),
  };
};

/** @type {(id: string) => string} */
const valueOf = (id) => {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : "";
};
