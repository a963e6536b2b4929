import { isRecord } from "@genwait/lifecycle";

import type { EngineResponse } from "./engine.ts";

/** An error as problem+json, in the way the engine writes its own. */
export const problemResponse = (error: object): EngineResponse => {
  const { name, message, title, detail, status, additional } = fields(error);
  const extra = isRecord(additional) ? additional : {};
  // Prism gives no code for an example, or a code, that somebody asked for and that is not there.
  const isMissing = /errors#NOT_FOUND/.test(String(message ?? title));
  const code = typeof status === "number" ? status : isMissing ? 404 : 500;
  const isBare = isMissing && typeof status !== "number";
  const body = {
    type: isBare ? "https://stoplight.io/prism/errors#NOT_FOUND" : String(name ?? "about:blank"),
    title: isBare
      ? "The server cannot find the requested content"
      : String(title ?? message ?? "The mock cannot respond"),
    status: code,
    detail: isBare ? "The document has no such response or example." : String(detail ?? message ?? ""),
    ...Object.fromEntries(Object.entries(extra).filter(([key]) => key !== "headers")),
  };
  const headers = isRecord(extra.headers) ? lowerCase(extra.headers) : {};
  return { status: code, headers: { ...headers, "content-type": "application/problem+json" }, body, violations: [] };
};

/** Says, as Prism does, that no representation is one that the caller takes. */
export const notAcceptable = (accept: string): EngineResponse =>
  problemResponse({
    name: "https://stoplight.io/prism/errors#NOT_ACCEPTABLE",
    title: "The server cannot produce a representation for your accept header",
    status: 406,
    detail: `Unable to find content for ${accept}`,
  });

/** Headers with their names in lower case and their values as text; those without a value are left out. */
export const lowerCase = (headers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value == null ? [] : [[name.toLowerCase(), String(value)]])),
  );

// `message` of an Error is not enumerable, so a spread does not see it.
const fields = (error: object): Record<string, unknown> =>
  error instanceof Error ? { ...error, name: error.name, message: error.message } : { ...error };
