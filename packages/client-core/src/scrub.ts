// A text this short is no secret, and hiding it would tear words apart.
const shortestSecret = 4;

/** The text without the key, plain or percent-encoded. */
export const scrub = (text: string, secret: string): string =>
  secret.length < shortestSecret
    ? text
    : text.replaceAll(secret, "[key]").replaceAll(encodeURIComponent(secret), "[key]");
