import type { MockResponse } from "../mock-request.ts";
import type { ServiceResponse } from "../service/service-response.ts";

/** What a response gets beside its own headers. */
export interface FinalizeOptions {
  /** The request's `Origin`, where a browser sent one. */
  readonly origin?: string;
  /** Headers that every response of the API carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly isDeprecated: boolean;
}

/** The response as it goes over the wire: with the headers of the service, of the mock and of CORS. */
export const finalize = (
  { response, logEntry, end, cutAt, delayMs }: ServiceResponse,
  { origin, headers, isDeprecated }: FinalizeOptions,
): MockResponse => {
  const { status, mediaType, text, bytes } = response;
  const all: Record<string, string> = { ...response.headers, ...headers };
  if (mediaType !== undefined) all["content-type"] = mediaType;
  if (isDeprecated) all.deprecation = "true";
  if (logEntry.scenario !== undefined) all["x-mock-scenario"] = logEntry.scenario;
  if (logEntry.fault !== undefined) all["x-mock-fault"] = logEntry.fault;
  if (logEntry.assumed !== undefined) all["x-mock-assumed"] = logEntry.assumed;
  if (logEntry.violations !== undefined) all["x-mock-violations"] = headerText(logEntry.violations.join("; "));
  if (logEntry.hint !== undefined) all["x-mock-hint"] = headerText(logEntry.hint);
  const body = bytes ?? text;
  if (body !== undefined) all["content-length"] = String(Buffer.byteLength(body));
  if (origin !== undefined) Object.assign(all, corsHeaders(Object.keys(all)));
  const sent = cutAt === undefined ? body : body?.slice(0, cutAt);
  return {
    status,
    headers: all,
    chunks: sent === undefined || sent.length === 0 ? [] : [sent],
    end: end ?? "close",
    delayMs: delayMs ?? 0,
  };
};

/** The response to a browser's question whether it may call. */
export const preflight = (headers: Readonly<Record<string, string>>): MockResponse | undefined => {
  const { origin, "access-control-request-method": method, "access-control-request-headers": names } = headers;
  if (origin === undefined || method === undefined) return undefined;
  const allowed = {
    "access-control-allow-methods": method,
    "access-control-allow-headers": names ?? "*",
    "content-length": "0",
  };
  return { status: 204, headers: { ...corsHeaders([]), ...allowed }, chunks: [], end: "close", delayMs: 0 };
};

// Any page may call, as itself: a page of the web gets no cookies of this machine's user along.
const corsHeaders = (exposed: readonly string[]): Record<string, string> => ({
  "access-control-allow-origin": "*",
  "access-control-expose-headers": exposed.join(", "),
});

/** Text for a header: Node refuses to send any other characters, and other readers stop at 8 kB. */
export const headerText = (text: string): string => text.replaceAll(/[^\u0020-\u007E]/g, "?").slice(0, 2000);
