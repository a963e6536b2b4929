import { byId } from "./dom.js";

/**
 * Does what somebody asked for, and says on the page why not when it fails.
 *
 * @param {() => Promise<void>} work
 */
export const attempt = async (work) => {
  const problem = byId("problem", HTMLElement);
  problem.textContent = "";
  try {
    await work();
  } catch (error) {
    problem.textContent = reasonOf(error);
  }
};

/** @type {(error: unknown) => string} */
const reasonOf = (error) => {
  if (error instanceof TypeError) return "Failed to reach the mock. Is it still running?";
  if (error instanceof DOMException && error.name === "TimeoutError")
    return "Failed to hear from the mock in time. Perhaps other tabs hold all connections to it; close one.";
  return error instanceof Error ? error.message : String(error);
};
