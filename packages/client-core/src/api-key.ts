import { checkHeader } from "./build-request.ts";
import type { ApiDescriptor } from "./api-descriptor.ts";
import type { ClientOptions } from "./client-options.ts";

declare const process: { readonly env: Readonly<Record<string, string | undefined>> } | undefined;

/**
 * The key for one call, without the white space that copying adds; empty for an API without keys.
 *
 * @throws TypeError without a key, or with one that no header can carry.
 */
export const findKey = async ({ key, keyVariable }: ApiDescriptor, { apiKey }: ClientOptions): Promise<string> => {
  if (!key) return "";
  const given =
    typeof apiKey === "function"
      ? await apiKey()
      : (apiKey ?? (typeof process === "undefined" ? undefined : process.env[keyVariable]));
  const secret = given?.trim();
  if (!secret) throw new TypeError("there is no key");
  return checkHeader(secret, "the key");
};
