import { STATUS_CODES } from "node:http";

import type { RequestEntry } from "../mock-options.ts";

/**
 * The log as an HTTP archive (HAR 1.2), as the developer tools of browsers read it. Keys are not in the log, so they are not
 * here; long bodies end where the log cuts them, and a connection that was cut has the status 0.
 */
export const harOf = (
  requests: readonly RequestEntry[],
  addressOf: (api: string) => string,
): Readonly<Record<string, unknown>> => ({
  log: {
    version: "1.2",
    creator: { name: "@genwait/mock-server", version: "1" },
    entries: requests.map((entry) => entryOf(entry, addressOf(entry.api))),
  },
});

const entryOf = (entry: RequestEntry, address: string): Readonly<Record<string, unknown>> => {
  const { method, target, status, callerMs, requestHeaders, responseHeaders, requestBody, responseBody } = entry;
  const url = URL.canParse(target) ? target : address + target;
  return {
    startedDateTime: new Date(callerMs).toISOString(),
    time: 0,
    request: {
      method,
      url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: listOf(requestHeaders),
      queryString: URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [],
      headersSize: -1,
      bodySize: -1,
      ...(requestBody !== "" && {
        postData: { mimeType: requestHeaders["content-type"] ?? "application/octet-stream", text: requestBody },
      }),
    },
    response: {
      status,
      statusText: STATUS_CODES[status] ?? "",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: listOf(responseHeaders),
      content: {
        size: Number(responseHeaders["content-length"] ?? responseBody.length),
        mimeType: responseHeaders["content-type"] ?? "",
        text: responseBody,
      },
      redirectURL: responseHeaders.location ?? "",
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    comment: commentOf(entry),
  };
};

// What no member of the format has a place for.
const commentOf = ({ operation, kind, poll, scenario, fault }: RequestEntry): string =>
  [
    operation,
    kind,
    poll === undefined ? undefined : `poll ${poll}`,
    scenario === undefined ? undefined : `scenario ${scenario}`,
    fault === undefined ? undefined : `fault ${fault}`,
  ]
    .filter((word) => word !== undefined)
    .join(", ");

const listOf = (headers: Readonly<Record<string, string>>): readonly { name: string; value: string }[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));
