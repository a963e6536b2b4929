/** @import { ApiInfo } from "./types.js" */
import { attempt } from "./attempt.js";
import { command } from "./control.js";
import { copyButton } from "./copy-button.js";
import { shellWord } from "./curl.js";
import { byId, element } from "./dom.js";

/**
 * What stands where the jobs will be: how to get the first one.
 *
 * @param {readonly ApiInfo[]} apis
 */
export const showEmptyState = (apis) => {
  const commands = apis.flatMap((api) => [createOf(api), pollOf(api)].flatMap((text) => text ?? []));
  const addresses = apis.flatMap(({ address }) => (address === null ? [] : [element("code", {}, address), " "]));
  byId("empty", HTMLElement).replaceChildren(
    element("strong", {}, "No job yet."),
    element(
      "p",
      {},
      "Give your client the base URL ",
      ...addresses,
      "and create a job as your program does, or with these commands. It runs as long as real ones usually do; ",
      "the buttons beside the mock time let time pass at once.",
    ),
    ...commands.map(copyable),
    ...apis.slice(0, 1).map(exampleButton),
    element(
      "p",
      {},
      "The name of a scenario needs no create: ",
      element("code", {}, "mock-failed"),
      ", ",
      element("code", {}, "mock-slow-90s"),
      ".",
    ),
  );
};

/** @type {(api: ApiInfo) => HTMLElement} */
const exampleButton = ({ name }) => {
  const button = element("button", { type: "button", class: "main" }, "Play an example");
  button.addEventListener("click", () => attempt(async () => void (await command("POST", "jobs", { api: name }))));
  return element("p", {}, button);
};

/** @type {(api: ApiInfo) => string} */
const keyOf = ({ keyHeader, keyPrefix = "" }) =>
  keyHeader === undefined ? "" : ` -H ${shellWord(`${keyHeader}: ${keyPrefix}any`)}`;

/** @type {(api: ApiInfo) => string | undefined} */
const createOf = (api) => {
  const create = api.creates.find(({ body }) => body !== undefined);
  if (api.address === null || create === undefined) return undefined;
  return `curl${keyOf(api)} -H 'content-type: application/json' -d ${shellWord(JSON.stringify(create.body))} ${api.address}${create.path}`;
};

/** @type {(api: ApiInfo) => string | undefined} */
const pollOf = (api) =>
  api.address === null || api.statusPath === undefined
    ? undefined
    : `curl${keyOf(api)} ${api.address}${api.statusPath.replaceAll(/\{[^}]*\}/g, "mock-succeeded")}`;

/** @type {(text: string) => HTMLElement} */
const copyable = (text) => element("div", { class: "command" }, element("code", {}, text), copyButton("Copy", text));
