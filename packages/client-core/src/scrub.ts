/** What stands where a key stood. */
const mask = "[key]";

// A text this short is no secret, and hiding it would tear words apart.
const shortestSecret = 4;

/** The text without the key, plain or percent-encoded. */
export const scrub = (text: string, secret: string): string =>
  secret.length < shortestSecret ? text : text.replaceAll(secret, mask).replaceAll(encodeURIComponent(secret), mask);

// An error of the platform names its cause, which names its cause; more links than this are a loop.
const longestChain = 5;

/**
 * A plain copy of an error and of its causes, with name, message, code and stack. The platform's own objects are not
 * passed on: they may hold the request, and with it the key.
 */
export const scrubCause = (cause: unknown, secret: string, depth = 0): unknown => {
  if (!(cause instanceof Error) || depth === longestChain)
    return cause === undefined ? undefined : scrub(String(cause), secret);
  const inner = scrubCause(cause.cause, secret, depth + 1);
  const copy = new Error(scrub(cause.message, secret), inner === undefined ? undefined : { cause: inner });
  const { code } = cause as { readonly code?: unknown };
  return Object.defineProperties(copy, {
    name: { value: cause.name },
    stack: { value: scrub(String(cause.stack), secret) },
    ...(typeof code === "string" && { code: { value: scrub(code, secret), enumerable: true } }),
  });
};
