import type { Scrub } from "./scrub.ts";

/** What is passed on of an error; `code` is the first one in its chain of causes. */
export interface ScrubbedCause extends Error {
  readonly cause?: ScrubbedCause;
  readonly code?: string;
}

// A platform's error has a cause or two; more links are a loop.
const mostLinks = 5;

/**
 * A copy of an error and of its causes, with name, message, stack and code. The platform's own objects are not passed
 * on: they may hold the request, and with it the key.
 */
export const scrubCause = (thrown: unknown, scrub: Scrub, links: number = mostLinks): ScrubbedCause => {
  const error: Error & { readonly code?: unknown } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause = error.cause !== undefined && links > 0 ? scrubCause(error.cause, scrub, links - 1) : undefined;
  const code = typeof error.code === "string" ? scrub(error.code) : cause?.code;
  return Object.assign(
    new Error(scrub(error.message)),
    { name: error.name, stack: scrub(`${error.stack}`) },
    cause && { cause },
    code && { code },
  );
};
