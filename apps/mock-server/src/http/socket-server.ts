import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import type { Clock } from "@genwait/lifecycle";

import type { MockResponse, MockRequest } from "../mock-request.ts";
import { writeResponse } from "./write-response.ts";
import { bodyOf, isTextual } from "./read-body.ts";

/** Responds to a request as data. */
export type Respond = (request: MockRequest) => Promise<MockResponse>;

/** A server that writes responses on sockets. It survives whatever is sent to it. */
export const createSocketServer = (respond: Respond, clock: Clock): Server => {
  const server = createServer((request, outgoing) => {
    void serve(request, outgoing, respond, clock);
  });
  // Longer than anybody polls: a connection that closes just as a request comes is a fault that nobody has asked for.
  server.keepAliveTimeout = 75_000;
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else {
      const status = statuses[error.code ?? ""] ?? "400 Bad Request";
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    }
  });
  return server;
};

const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

const serve = async (
  request: IncomingMessage,
  outgoing: ServerResponse,
  respond: Respond,
  clock: Clock,
): Promise<void> => {
  try {
    const body = await bodyOf(request);
    if (body === undefined) {
      // The rest of the body is not worth reading, so the connection cannot be used again.
      outgoing.writeHead(413, { "content-type": "application/problem+json", connection: "close" });
      outgoing.end(tooLarge);
      return;
    }
    const target = targetOf(request.url ?? "/");
    const headers = flat(request.headers);
    const response = await respond({
      method: request.method ?? "GET",
      target,
      headers,
      body: body.toString("utf8"),
      ...(body.length > 0 && !isTextual(headers["content-type"]) && { bytes: body }),
    });
    await writeResponse(response, outgoing, clock);
  } catch {
    // Nobody is there any more, or the response cannot be written: neither may end the server.
    outgoing.destroy();
  }
};

const tooLarge = JSON.stringify({
  type: "mock",
  title: "Body too large",
  status: 413,
  detail: "The mock reads bodies up to 10 MB.",
});

const flat = (headers: IncomingMessage["headers"]): Record<string, string> => {
  const all: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) all[name] = typeof value === "string" ? value : value.join(", ");
  }
  return all;
};

// A proxy's request names the whole address.
const targetOf = (url: string): string => {
  if (url.startsWith("/")) return url;
  if (!URL.canParse(url)) return `/${url}`;
  const { pathname, search } = new URL(url);
  return pathname + search;
};
