/** @import { RequestEntry } from "./types.js" */

/**
 * A request of the log as a command for a shell. A key that the log does not tell is `any`, which the mock takes unless it was
 * started with keys of its own. Nothing where the log has only the first part of the body.
 *
 * @param {RequestEntry} entry
 * @param {string} address
 */
export const curlOf = ({ method, target, requestHeaders, requestBody }, address) => {
  if (requestBody.endsWith("…")) return undefined;
  const headers = Object.entries(requestHeaders).filter(([name]) => !ownOfCurl.test(name));
  const words = [
    "curl",
    ...(method === (requestBody === "" ? "GET" : "POST") ? [] : ["-X", method]),
    ...headers.flatMap(([name, value]) => ["-H", shellWord(`${name}: ${value.replace(/\*{3}$/, "any")}`)]),
    ...(requestBody === "" ? [] : ["--data-raw", shellWord(requestBody)]),
    shellWord(address + target.replaceAll("=***", "=any")),
  ];
  return words.join(" ");
};

/** @type {(text: string) => string} */
export const shellWord = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// What curl says by itself, or what was true of that one connection only.
const ownOfCurl =
  /^(?:host|connection|content-length|accept-encoding|user-agent|transfer-encoding|keep-alive|sec-.*|accept-language|priority)$/;
