import type { ApiDescriptor } from "./api-descriptor.ts";
import type { ClientOptions } from "./client-options.ts";

declare const process: { readonly env: Readonly<Record<string, string | undefined>> } | undefined;

/**
 * The key for one call, without the white space that copying adds; empty for an API without keys.
 *
 * @throws Error without a key that could be sent; the message names the place to put one, and shows none.
 */
export const findKey = ({ key, keyVariable }: ApiDescriptor, { apiKey }: ClientOptions): string | Promise<string> => {
  if (key === undefined) return "";
  if (typeof apiKey !== "function") return checkKey(apiKey ?? fromEnvironment(keyVariable), keyVariable);
  const given = apiKey();
  return typeof given === "string" ? checkKey(given, keyVariable) : given.then((text) => checkKey(text, keyVariable));
};

const fromEnvironment = (name: string): string | undefined =>
  typeof process === "undefined" ? undefined : process.env[name];

const checkKey = (given: string | undefined, keyVariable: string): string => {
  const key = given?.trim();
  if (!key) throw new TypeError(`there is no key. Set ${keyVariable}, or pass apiKey`);
  // fetch would refuse it, too, with the whole key in its message.
  if (/[^\x20-\x7e]/.test(key))
    throw new TypeError(
      `the key has a character that no header can carry. Copy it again into ${keyVariable} or apiKey`,
    );
  return key;
};
