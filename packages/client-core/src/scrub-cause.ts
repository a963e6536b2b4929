import { scrub } from "./scrub.ts";

/** What is passed on of an error; `code` is the first one in its chain of causes. */
export interface ScrubbedCause extends Error {
  readonly code?: string;
}

/**
 * A copy of an error and of its causes, with name, message, stack and code. The platform's own objects are not passed
 * on: they may hold the request, and with it the key.
 */
export const scrubCause = (thrown: unknown, secret: string, links: number = mostLinks): ScrubbedCause => {
  const error: Error & { readonly code?: unknown } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const inner = error.cause !== undefined && links > 0 ? scrubCause(error.cause, secret, links - 1) : undefined;
  const copy = new Error(scrub(error.message, secret), inner && { cause: inner });
  const code = typeof error.code === "string" ? scrub(error.code, secret) : inner?.code;
  return Object.assign(copy, { name: error.name, stack: scrub(`${error.stack}`, secret) }, code && { code });
};

// A platform's error has a cause or two; more links are a loop.
const mostLinks = 5;
