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
    problem.textContent =
      error instanceof TypeError
        ? "Failed to reach the mock. Is it still running?"
        : error instanceof Error
          ? error.message
          : String(error);
  }
};
