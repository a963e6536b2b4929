/** Takes the key out of a text. */
export type Scrub = (text: string) => string;

// A text this short is no secret, and hiding it would tear words apart.
const shortestSecret = 4;

/** Makes the function that hides a key, plain or percent-encoded. */
export const scrubber =
  (secret: string): Scrub =>
  (text) =>
    secret.length < shortestSecret
      ? text
      : text.replaceAll(secret, "[key]").replaceAll(encodeURIComponent(secret), "[key]");
