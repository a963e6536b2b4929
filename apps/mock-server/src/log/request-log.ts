import type { LogEntry } from "../response/log-entry.ts";
import type { MockResponse, MockRequest } from "../mock-request.ts";
import type { RequestEntry } from "../mock-options.ts";

/** Requests and their responses. */
export interface RequestLog {
  /** Oldest first. */
  list(after?: number): readonly RequestEntry[];
  /** The number of the newest; 0 before the first. */
  last(): number;
  clear(): void;
  /** Calls back for every request from now on; gives the function that ends it. */
  subscribe(listener: (entry: RequestEntry) => void): () => void;
  write(seen: Seen): void;
}

/** A request with its response, as the log is told of it. */
export interface Seen {
  readonly api: string;
  readonly atMs: number;
  readonly callerMs: number;
  readonly request: MockRequest;
  readonly response: MockResponse;
  readonly logEntry: LogEntry;
  /** Names of query parameters and of headers that carry a key, in lower case. */
  readonly secrets: ReadonlySet<string>;
}

/** The last requests, in a ring that never grows. */
export const createRequestLog = (most: number): RequestLog => {
  const ring: RequestEntry[] = [];
  const listeners = new Set<(entry: RequestEntry) => void>();
  // Numbers go on after a clearing, so that whoever asks for those after the last one misses none.
  let count = 0;
  let start = 0;
  return {
    list: (after = 0) => {
      const oldest = ring.length < most ? 0 : (count - start) % most;
      const all = [...ring.slice(oldest), ...ring.slice(0, oldest)];
      return after === 0 ? all : all.filter(({ number }) => number > after);
    },
    last: () => count,
    clear: () => {
      ring.length = 0;
      start = count;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write: (seen) => {
      if (most === 0 && listeners.size === 0) return;
      const entry = entryOf(seen, count + 1);
      if (most > 0) ring[(count - start) % most] = entry;
      count++;
      for (const listener of listeners) listener(entry);
    },
  };
};

const entryOf = (
  { api, atMs, callerMs, request, response, logEntry, secrets }: Seen,
  number: number,
): RequestEntry => ({
  number,
  atMs,
  callerMs,
  api,
  method: request.method,
  target: masked(request.target, secrets),
  status: response.end !== "close" && response.chunks.length === 0 ? 0 : response.status,
  ...logEntry,
  requestHeaders: shownHeaders(request.headers, secrets),
  responseHeaders: shownHeaders(response.headers, secrets),
  requestBody: excerpt(request.body),
  responseBody: excerptOf(response),
});

// Enough to see what was said; a log of a thousand of these stays under 10 MB.
const longestExcerpt = 4000;

// A slice would keep the whole text alive: nine megabytes for four thousand characters.
const excerpt = (text: string): string =>
  text.length > longestExcerpt ? `${Buffer.from(text.slice(0, longestExcerpt)).toString()}…` : text;

const excerptOf = ({ chunks: [first = ""], headers }: MockResponse): string =>
  typeof first === "string" ? excerpt(first) : `${first.byteLength} bytes of ${headers["content-type"] ?? "a file"}`;

const shownHeaders = (
  headers: Readonly<Record<string, string>>,
  secrets: ReadonlySet<string>,
): Record<string, string> => {
  const shown: Record<string, string> = {};
  for (const name of Object.keys(headers).slice(0, mostHeaders)) {
    const value = headers[name] ?? "";
    const isSecret = secrets.has(name) || looksSecret.test(name) || name.endsWith("cookie");
    shown[name] = isSecret ? maskOf(value) : value.length > longestHeader ? `${value.slice(0, longestHeader)}…` : value;
  }
  return shown;
};

// The word before a key is none, and whoever sends the request again needs it.
const maskOf = (value: string): string => `${/^(?:Basic|Bearer|Key|Token) (?=\S)/i.exec(value)?.[0] ?? ""}***`;

const mostHeaders = 50;
const longestHeader = 500;

const masked = (target: string, secrets: ReadonlySet<string>): string => {
  if (!target.includes("?")) return target;
  const [path = "", query = ""] = target.split("?");
  const pairs = query.split("&").map((pair) => {
    const [name = ""] = pair.split("=");
    const plain = decode(name).toLowerCase();
    return secrets.has(plain) || looksSecret.test(plain) ? `${name}=***` : pair;
  });
  return `${path}?${pairs.join("&")}`;
};

// Keys come in parameters that no document declares, too.
const looksSecret =
  /(?:^|[-_.])(?:(?:api|access|auth|secret)?[-_]?(?:key|token)|apikey|authorization|password|secret|signature|sig)$/;

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
