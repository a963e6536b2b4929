/** @import { ApiInfo } from "./types.js" */
import { byId, element } from "./dom.js";

/**
 * What stands where the jobs will be: how to get the first one.
 *
 * @param {readonly ApiInfo[]} apis
 */
export const showEmptyState = (apis) => {
  const commands = apis.flatMap((api) => commandOf(api) ?? []);
  byId("empty", HTMLElement).replaceChildren(
    element("strong", {}, "No job yet."),
    element(
      "p",
      {},
      "Create one above, or ask for one as your program does: any id is known, and starts to live when it is first asked for.",
    ),
    ...commands.map(copyable),
    element(
      "p",
      {},
      "An id that begins with ",
      element("code", {}, "mock-"),
      " chooses its scenario: try ",
      element("code", {}, "mock-failed"),
      " or ",
      element("code", {}, "mock-slow-90s"),
      ".",
    ),
  );
};

/** @type {(api: ApiInfo) => string | undefined} */
const commandOf = ({ address, statusPath, keyHeader }) => {
  if (address === null || statusPath === undefined) return undefined;
  const key = keyHeader === undefined ? "" : ` -H '${keyHeader}: any'`;
  return `curl${key} ${address}${statusPath.replaceAll(/\{[^}]*\}/g, "mock-1")}`;
};

/** @type {(command: string) => HTMLElement} */
const copyable = (command) => {
  const button = element("button", { type: "button" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(command);
    button.textContent = "Copied";
  });
  // Only where the page is on loopback or behind HTTPS.
  button.hidden = !isSecureContext;
  return element("div", { class: "command" }, element("code", {}, command), button);
};
