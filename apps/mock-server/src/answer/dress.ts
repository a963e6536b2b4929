import type { MockAnswer } from "../mock-request.ts";
import type { ServiceAnswer } from "../service/service-answer.ts";

/** What an answer wears beside its own headers. */
export interface DressOptions {
  /** The request's `Origin`, where a browser sent one. */
  readonly origin?: string;
  /** Headers that every answer of the API carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly isDeprecated: boolean;
}

/** The answer as it goes over the wire: with the headers of the service, of the mock and of CORS. */
export const dress = (
  { answer, note, end, cutAt, delayMs }: ServiceAnswer,
  { origin, headers, isDeprecated }: DressOptions,
): MockAnswer => {
  const { status, mediaType, text } = answer;
  const all: Record<string, string> = { ...answer.headers, ...headers };
  if (mediaType !== undefined) all["content-type"] = mediaType;
  if (isDeprecated) all.deprecation = "true";
  if (note.scenario !== undefined) all["x-mock-scenario"] = note.scenario;
  if (note.fault !== undefined) all["x-mock-fault"] = note.fault;
  if (note.assumed !== undefined) all["x-mock-assumed"] = note.assumed;
  if (note.violations !== undefined) all["x-mock-violations"] = headerText(note.violations.join("; "));
  if (text !== undefined) all["content-length"] = String(Buffer.byteLength(text));
  if (origin !== undefined) Object.assign(all, corsHeaders(origin, Object.keys(all)));
  const sent = cutAt === undefined ? text : text?.slice(0, cutAt);
  return {
    status,
    headers: all,
    chunks: sent === undefined || sent === "" ? [] : [sent],
    end: end ?? "close",
    delayMs: delayMs ?? 0,
  };
};

/** The answer to a browser's question whether it may call. */
export const preflight = (headers: Readonly<Record<string, string>>): MockAnswer | undefined => {
  const { origin, "access-control-request-method": method, "access-control-request-headers": names } = headers;
  if (origin === undefined || method === undefined) return undefined;
  const allowed = {
    "access-control-allow-methods": method,
    "access-control-allow-headers": names ?? "*",
    "content-length": "0",
  };
  return { status: 204, headers: { ...corsHeaders(origin, []), ...allowed }, chunks: [], end: "close", delayMs: 0 };
};

const corsHeaders = (origin: string, exposed: readonly string[]): Record<string, string> => ({
  "access-control-allow-origin": origin,
  "access-control-allow-credentials": "true",
  "access-control-expose-headers": exposed.join(", "),
  vary: "origin",
});

// Node refuses to send anything else in a header, and other readers stop at 8 kB.
const headerText = (text: string): string => text.replaceAll(/[^\u0020-\u007E]/g, "?").slice(0, 2000);
