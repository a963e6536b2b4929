import type { ResponseFacts } from "@genwait/lifecycle";

import { parseJson } from "../json.ts";
import type { RawResponse } from "../response/raw-response.ts";
import type { EngineResponse } from "../engine/engine.ts";
import type { LogEntry } from "../response/log-entry.ts";

/** A response with what the log wants to know, and how it reaches the caller. */
export interface ServiceResponse {
  readonly response: RawResponse;
  readonly logEntry: LogEntry;
  readonly end?: "reset" | "hang";
  /** How many characters of the body are sent. */
  readonly cutAt?: number;
  readonly delayMs?: number;
}

/** A response of ours as rules and Links read it. */
export const factsOf = ({ status, headers, mediaType, text }: RawResponse): ResponseFacts => {
  const parsed = text === undefined || mediaType === undefined || !isJsonType(mediaType) ? undefined : parseJson(text);
  return {
    status,
    body: parsed?.ok === true ? parsed.value : text,
    header: (name) => (name === "content-type" ? mediaType : headers[name]),
  };
};

/** The engine's own response as one of ours. */
export const fromEngine = ({ status, headers, body }: EngineResponse): RawResponse => {
  const { "content-type": mediaType, ...rest } = headers;
  const text =
    body === undefined || body === null
      ? undefined
      : typeof body === "string" && !isJsonType(mediaType)
        ? body
        : JSON.stringify(body);
  return { status, headers: rest, ...(text !== undefined && { text, mediaType: mediaType ?? "application/json" }) };
};

const isJsonType = (mediaType: string | undefined): boolean => mediaType === undefined || /json/i.test(mediaType);
