import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { isDurableError } from "./durable-error.ts";
import type { StoreOverview } from "./overview.ts";
import type { Waits } from "./waits.ts";

/** How to serve the operators' page. */
export interface StatusServerOptions {
  /** 0 takes any that is free. @default 0 */
  readonly port?: number | undefined;
  /** An address that is not of this machine alone needs a `token`. @default 127.0.0.1 */
  readonly host?: string | undefined;
  /** At least 16 characters, which the page asks for and programs send as `x-genwait-token`. @default none */
  readonly token?: string | undefined;
  /** How many of each list the page shows; at most 500. @default 100 */
  readonly limit?: number | undefined;
}

/** A served page. */
export interface StatusServer {
  /** With the port that was taken; it ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Shorter ones are guessed. */
const shortestToken = 16;

/** The store is asked at most this often, however many look; and never more than a tenth of the time. */
const refreshMs = 1_000;

/** A proxy or a browser ends streams that are silent for long. */
const heartbeatMs = 15_000;

/** Tabs that are long gone must not add up: the oldest makes room, and a page comes back by itself. */
const mostStreams = 50;

/** How long the store may take before it counts as gone. */
const healthWithinMs = 5_000;

/**
 * Serves what operators look at, live: open waits, results, workers and their shards, rates, deliveries; waits can be
 * stopped and woken there, and webhooks redelivered. `GET /health` is for a supervisor: 200 while the store responds.
 *
 * @throws TypeError for a host that is not of this machine alone without a token, or one that is too short
 */
export const serveStatus = async (waits: Waits, options: StatusServerOptions = {}): Promise<StatusServer> => {
  const { port = 0, host = "127.0.0.1", token, limit = 100 } = options;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new RangeError(`port is ${port}; give an integer from 0 to 65,535`);
  }
  if (token !== undefined && token.length < shortestToken) {
    throw new TypeError(`token is too short; give at least ${shortestToken} characters`);
  }
  if (token === undefined && !isLoopback(host)) {
    throw new TypeError(`host is ${host}, which other machines reach; give a token as well`);
  }
  const site = new Site(waits, { token, limit });
  const server = createServer((request, response) => {
    void site.respond(request, response).catch(() => response.destroy());
  });
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${taken}/`,
    close: async () => {
      site.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const mediaTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

// Nothing but the page's own files may run on it: what it shows comes from anybody.
const safety: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)(?::\d+)?$/i.test(host);

/** Responds to requests, and reads the store for all who look, once. */
class Site {
  readonly #waits: Waits;
  readonly #token: string | undefined;
  readonly #limit: number;
  /** Who looks, in the order of coming. */
  readonly #streams = new Set<ServerResponse>();
  #last: { readonly event: string; readonly body: string } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;
  #isClosed = false;

  constructor(waits: Waits, { token, limit }: { readonly token: string | undefined; readonly limit: number }) {
    this.#waits = waits;
    this.#token = token;
    this.#limit = limit;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const stream of this.#streams) stream.destroy();
  }

  async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A body is never read: nothing here takes one.
    request.resume();
    const { method = "GET" } = request;
    const { pathname, searchParams } = targetOf(request.url);
    const isRead = method === "GET" || method === "HEAD";
    // Whoever watches over a container asks by any name, and learns nothing.
    if (isRead && pathname === "/health") return this.#health(response);
    const refused = this.#refuse(request);
    if (refused !== undefined) return problem(response, 403, refused);
    const file = isRead ? await fileOf(pathname) : undefined;
    if (file !== undefined) {
      response.writeHead(200, { ...safety, "content-type": file.mediaType }).end(method === "HEAD" ? "" : file.text);
      return;
    }
    // The page's files tell nothing that the package does not: they need no token, or nobody could enter one.
    if (!this.#hasToken(request)) {
      return problem(response, 401, "the token is missing or another one. Send it as x-genwait-token.");
    }
    const action = actionOf(method, pathname);
    if (action === undefined) return problem(response, 404, `there is no ${method} ${pathname}.`);
    try {
      await this.#do(action, { waitId: searchParams.get("wait") ?? undefined, response });
    } catch (error) {
      if (response.headersSent) throw error;
      problem(response, isDurableError(error) ? 503 : 500, messageOf(error));
    }
  }

  /** Why a request is not let in: a page of another origin, or a name of this machine that somebody else's DNS gave it. */
  #refuse({ headers: { host, origin } }: IncomingMessage): string | undefined {
    if (this.#token === undefined && !(host !== undefined && isLoopback(host))) {
      return `its Host, ${host ?? "none"}, is no loopback name. Call 127.0.0.1 or localhost.`;
    }
    if (origin !== undefined && origin !== `http://${host ?? ""}` && origin !== `https://${host ?? ""}`) {
      return "a page of another origin sent it.";
    }
    return undefined;
  }

  #hasToken({ headers }: IncomingMessage): boolean {
    if (this.#token === undefined) return true;
    const shown = headers["x-genwait-token"];
    return typeof shown === "string" && timingSafeEqual(digest(shown), digest(this.#token));
  }

  async #health(response: ServerResponse): Promise<void> {
    const late = new AbortController();
    const isWell = await Promise.race([
      // The lightest question that there is.
      this.#waits.get("00000000-0000-7000-8000-000000000000").then(
        () => true,
        () => false,
      ),
      new Promise<false>((resolve) => {
        const timer = setTimeout(() => resolve(false), healthWithinMs);
        late.signal.addEventListener("abort", () => clearTimeout(timer));
      }),
    ]);
    late.abort();
    json(response, isWell ? 200 : 503, { status: isWell ? "ok" : "store-unavailable" });
  }

  async #do(
    action: Action,
    { waitId, response }: { readonly waitId: string | undefined; readonly response: ServerResponse },
  ): Promise<void> {
    switch (action.do) {
      case "overview":
        return json(response, 200, await this.#waits.overview({ limit: this.#limit }));
      case "events":
        return this.#admit(response);
      case "stop":
        json(response, 200, { wasOpen: await this.#waits.stop(action.id) });
        break;
      case "wake":
        json(response, 200, { woken: await this.#waits.wake(action.id) });
        break;
      case "redeliver":
        if (waitId !== undefined && !isWaitId(waitId)) return problem(response, 404, "that is no wait's id.");
        json(response, 200, { queued: await this.#waits.redeliver({ waitId }) });
    }
    this.#readSoon(0);
  }

  #admit(response: ServerResponse): void {
    response.writeHead(200, { ...safety, "content-type": "text/event-stream" });
    response.write("retry: 1000\n\n");
    if (this.#last !== undefined) response.write(eventOf(this.#last));
    this.#streams.add(response);
    const sign = setInterval(() => response.write(": alive\n\n"), heartbeatMs);
    response.on("close", () => {
      clearInterval(sign);
      this.#streams.delete(response);
    });
    const [oldest] = this.#streams;
    if (this.#streams.size > mostStreams) oldest?.destroy();
    this.#readSoon(0);
  }

  #readSoon(afterMs: number): void {
    if (this.#isClosed || this.#isReading || this.#streams.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), afterMs);
  }

  /** Reads the store once, and tells all who look; goes on as long as somebody does. */
  async #read(): Promise<void> {
    this.#isReading = true;
    const startMs = performance.now();
    this.#last = await this.#waits.overview({ limit: this.#limit }).then(
      (overview: StoreOverview) => ({ event: "overview", body: JSON.stringify(overview) }),
      (error: unknown) => ({ event: "problem", body: JSON.stringify({ message: messageOf(error) }) }),
    );
    const text = eventOf(this.#last);
    for (const stream of this.#streams) {
      // Whoever does not read gets no more: what is kept for it would grow for ever.
      if (!stream.writableNeedDrain) stream.write(text);
    }
    this.#isReading = false;
    this.#readSoon(Math.max(refreshMs, (performance.now() - startMs) * 9));
  }
}

type Action =
  | { readonly do: "overview" | "events" | "redeliver" }
  | { readonly do: "stop" | "wake"; readonly id: string };

const actionOf = (method: string, path: string): Action | undefined => {
  if (method === "GET" && path === "/overview") return { do: "overview" };
  if (method === "GET" && path === "/events") return { do: "events" };
  if (method === "POST" && path === "/redeliver") return { do: "redeliver" };
  const [, id = "", what] = /^\/waits\/([^/]+)\/(stop|wake)$/.exec(path) ?? [];
  if (method !== "POST" || !isWaitId(id) || (what !== "stop" && what !== "wake")) return undefined;
  return { do: what, id };
};

const isWaitId = (text: string): boolean => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);

const targetOf = (target = "/"): URL =>
  URL.canParse(target, "http://page") ? new URL(target, "http://page") : new URL("http://page/");

/** A file of the page, as it lies in the package. */
const fileOf = async (path: string): Promise<{ readonly mediaType: string; readonly text: string } | undefined> => {
  const name = path === "/" ? "index.html" : path.slice(1);
  if (!/^[a-z][a-z-]*\.(?:html|css|js|svg)$/.test(name)) return undefined;
  const text = await readFile(new URL(`../page/${name}`, import.meta.url), "utf8").catch(() => undefined);
  return text === undefined ? undefined : { mediaType: mediaTypes[name.split(".").at(-1) ?? ""] ?? "", text };
};

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { ...safety, "content-type": "application/json" }).end(JSON.stringify(value));
};

/** https://www.rfc-editor.org/rfc/rfc9457 */
const problem = (response: ServerResponse, status: number, why: string): void => {
  const detail = why.startsWith("Failed") ? why : `Failed to respond: ${why}`;
  response
    .writeHead(status, { ...safety, "content-type": "application/problem+json" })
    .end(JSON.stringify({ title: titles[status] ?? "Failed", status, detail }));
};

const titles: Readonly<Record<number, string>> = {
  401: "No token",
  403: "Not from here",
  404: "Not found",
  503: "No store",
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const eventOf = ({ event, body }: { readonly event: string; readonly body: string }): string =>
  `event: ${event}\ndata: ${body}\n\n`;

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
