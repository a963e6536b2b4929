import type { ApiDescription } from "./api-description.ts";
import type { ClientOptions } from "./client-options.ts";

declare const process: { readonly env: Readonly<Record<string, string | undefined>> } | undefined;

/** A variable of the environment, where the platform has one. */
export const environmentVariable = (name: string): string | undefined =>
  typeof process === "undefined" ? undefined : process.env[name];

/**
 * The key for one request, without the white space that copying adds; undefined where none is to be sent.
 *
 * @throws TypeError without a key, or with one that cannot be sent.
 */
export const findKey = async (
  { key, keyVariable }: ApiDescription,
  apiKey: ClientOptions["apiKey"],
): Promise<string | undefined> => {
  if (!key || apiKey === null) return undefined;
  const given: unknown = typeof apiKey === "function" ? await apiKey() : (apiKey ?? environmentVariable(keyVariable));
  if (given === null) return undefined;
  const { prefix = "" } = key;
  const text = typeof given === "string" ? given.trim() : "";
  // Copied from a page that shows the whole header.
  const secret = `${text} `.startsWith(prefix) ? text.slice(prefix.length).trim() : text;
  if (secret === "") throw new TypeError("there is no key");
  if (/[^\t\x20-\x7e]/.test(secret)) throw new TypeError("the key has a character that no header can carry");
  return secret;
};

/** Takes a key out of a text. */
export type Redact = (text: string) => string;

/** A key that was sent, and what hides it: kept for the next request, as its pattern takes longer to make than a call. */
export interface SentKey {
  readonly secret: string;
  readonly redact: Redact;
}

// A text this short is no secret, and hiding it would tear words apart.
const shortestSecret = 4;

/**
 * Hides a key in each form in which a service may repeat it: plain, in JSON (also JSON within JSON), in an address, in
 * HTML.
 */
export const redactorOf = (secret: string): Redact => {
  if (secret.length < shortestSecret) return (text) => text;
  let pattern: RegExp | undefined;
  return (text) => {
    // A run of backslashes is one form: which of them escape which, no text tells.
    pattern ??= new RegExp((secret.match(/\\+|[^\\]/g) ?? []).map(formsOf).join(""), "g");
    return text.replaceAll(pattern, "[key]");
  };
};

const htmlNames: ReadonlyMap<string, string> = new Map([
  ["&", "amp"],
  ["<", "lt"],
  [">", "gt"],
  ['"', "quot"],
]);

/** How many characters one character of a key can be written in, at most. */
export const longestForm = 16;

/**
 * A pattern for every form of one printable ASCII character, or of a run of backslashes. Every repetition is bounded: a
 * text of a stranger's is searched in linear time.
 */
const formsOf = (characters: string): string => {
  const code = characters.charCodeAt(0);
  const digits = code.toString(16).padStart(2, "0");
  const hex = Array.from(digits, (digit) => `[${digit}${digit.toUpperCase()}]`).join("");
  const encoded = `%(?:25){0,3}${hex}|&#0{0,4}(?:${code}|[xX]0{0,4}${hex});`;
  if (characters.startsWith("\\")) return `(?:\\\\|u00${hex}|${encoded}){1,${characters.length * 16}}`;
  const htmlName = htmlNames.get(characters);
  const named = htmlName === undefined ? "" : `|&${htmlName};`;
  return `(?:\\\\{0,8}\\x${digits}|\\\\{1,8}u00${hex}|${encoded}${named})`;
};

/**
 * A copy of an error and of its causes, without the key: name, message, stack and code, the first in the chain of causes.
 * The platform's own objects are not passed on: they may hold the request, and with it the key.
 */
export const redactedCause = (thrown: unknown, redact: Redact, links: number = mostLinks): RedactedCause => {
  const error: Error & { readonly code?: unknown; readonly syscall?: unknown } =
    thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause = error.cause !== undefined && links > 0 ? redactedCause(error.cause, redact, links - 1) : undefined;
  const code = typeof error.code === "string" ? redact(error.code) : cause?.code;
  const syscall = typeof error.syscall === "string" ? error.syscall : cause?.syscall;
  return Object.assign(
    new Error(redact(error.message)),
    { name: error.name, stack: redact(`${error.stack}`) },
    cause && { cause },
    code !== undefined && { code },
    syscall !== undefined && { syscall },
  );
};

// A platform's error has a cause or two; more links are a loop.
const mostLinks = 5;

/** What is passed on of an error. */
export interface RedactedCause extends Error {
  readonly cause?: RedactedCause;
  readonly code?: string;
  /** What the system was asked for, such as `connect`. */
  readonly syscall?: string;
}
