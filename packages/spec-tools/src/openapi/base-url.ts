import { entriesOf } from "./document-walk.ts";
import { type JsonObject, listAt } from "./json.ts";

/** The address that gets the key: a word of ours at the document's root, which the overlay writes. */
export const baseUrlKeyword = "x-base-url";

/**
 * Why an address cannot be an API's base URL; undefined for one that can. It gets the key, so it is https (or this machine), and nothing but
 * scheme, host, port and path, as it is written after `new URL` has read it.
 */
export const baseUrlFault = (address: string): string | undefined => {
  if (/[{}]/.test(address)) return "has a variable in it";
  if (!URL.canParse(address)) return "is no absolute address";
  const url = new URL(address);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) return "is not https";
  if (url.username !== "" || url.password !== "") return "has a user or a password in it";
  if (/[?#]/.test(address)) return "has a query or a fragment";
  const plain = url.href.replace(/\/$/, "");
  return address === plain ? undefined : `is written in another way than ${plain}`;
};

const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);

/** The addresses of a document's own servers, in their order, variables filled in with their defaults, without a slash at the end. */
export const serverAddresses = (document: unknown): readonly string[] =>
  entriesOf(memberNamed(document, "servers")).flatMap(([, server]) => {
    const url = memberNamed(server, "url");
    if (typeof url !== "string") return [];
    const variables = memberNamed(server, "variables");
    const filled = url.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
      const value = memberNamed(memberNamed(variables, name), "default");
      return typeof value === "string" ? value : whole;
    });
    return [filled.replace(/\/+$/, "")];
  });

const memberNamed = (holder: unknown, name: string): unknown => entriesOf(holder).find(([key]) => key === name)?.[1];

/**
 * Where the servers of an operation, or of its path, put it, without a slash at the end; undefined where it has none, or where they are the
 * base URL. Relative ones are below the base URL's host.
 */
export const ownAddress = (
  { operation, pathItem }: { readonly operation: JsonObject; readonly pathItem: JsonObject },
  base: string,
): string | undefined => {
  const own = serverAddresses(listAt(operation, "servers").length > 0 ? operation : pathItem);
  const absolute = own.map((address) =>
    (URL.canParse(address, base) ? new URL(address, base).href : address).replace(/\/+$/, ""),
  );
  return absolute.includes(base) ? undefined : absolute[0];
};
