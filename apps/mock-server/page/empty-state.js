/** @import { ApiInfo } from "./types.js" */
import { byId, element } from "./dom.js";

/**
 * What stands where the jobs will be: how to get the first one.
 *
 * @param {readonly ApiInfo[]} apis
 */
export const showEmptyState = (apis) => {
  const commands = apis.flatMap((api) => [createOf(api), pollOf(api)].flatMap((command) => command ?? []));
  byId("empty", HTMLElement).replaceChildren(
    element("strong", {}, "No job yet."),
    element("p", {}, "Create one above, or as your program does. Then poll the id that the response gives."),
    ...commands.map(copyable),
    element(
      "p",
      {},
      "The name of a scenario needs no create: ",
      element("code", {}, "mock-failed"),
      ", ",
      element("code", {}, "mock-slow-90s"),
      ". Any other id is unknown.",
    ),
  );
};

/** @type {(api: ApiInfo) => string} */
const keyOf = ({ keyHeader }) => (keyHeader === undefined ? "" : ` -H '${keyHeader}: any'`);

/** @type {(api: ApiInfo) => string | undefined} */
const createOf = (api) => {
  const create = api.creates.find(({ body }) => body !== undefined);
  if (api.address === null || create === undefined) return undefined;
  const body = JSON.stringify(create.body).replaceAll("'", "'\\''");
  return `curl${keyOf(api)} -H 'content-type: application/json' -d '${body}' ${api.address}${create.path}`;
};

/** @type {(api: ApiInfo) => string | undefined} */
const pollOf = (api) =>
  api.address === null || api.statusPath === undefined
    ? undefined
    : `curl${keyOf(api)} ${api.address}${api.statusPath.replaceAll(/\{[^}]*\}/g, "mock-succeeded")}`;

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
