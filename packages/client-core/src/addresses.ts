/*
 * Addresses that a service gives for the operations of a job. What it holds: a request, and with it the key, goes only to
 * the origin of the client's own base URL and to https addresses whose host the declaration lists.
 */
import type { ClientSettings } from "./client-options.ts";

/**
 * An address that a response or a saved job gives, as it may be called.
 *
 * @throws TypeError for one that no host allows; the message names the host.
 */
export const checkedAddress = (
  given: unknown,
  hosts: readonly string[],
  { baseUrl, api }: Pick<ClientSettings, "baseUrl" | "api">,
): string => {
  if (typeof given !== "string") throw new TypeError("the address is no text");
  if (given.length > longestAddress) throw new TypeError("the address is longer than any");
  // `URL` drops line breaks, turns backslashes into slashes and writes hosts anew: what it would change is refused.
  const url = URL.canParse(given, baseUrl) && isPlain.test(given) ? new URL(given, baseUrl) : undefined;
  if (!url || !isPlainAddress(given, url)) throw new TypeError("the address cannot be read without doubt");
  const { origin, pathname, search, protocol, hostname, port } = url;
  // A service may repeat the key where it was sent; it is added anew to each request, and not kept in a job.
  const address = origin + pathname + (api.key?.in === "query" ? withoutParameter(search, api.key.name) : search);
  // What the service knows as its own address is what the client was told to use in its place.
  if (baseUrl !== api.baseUrl && address.startsWith(`${api.baseUrl}/`))
    return baseUrl + address.slice(api.baseUrl.length);
  const isAllowed =
    origin === new URL(baseUrl).origin ||
    (protocol === "https:" && port === "" && hosts.some((host) => isHost(hostname, host.toLowerCase())));
  if (isAllowed) return address;
  throw new TypeError(`the address is at ${protocol}//${url.host}, which is not declared`);
};

// What servers take in a request's first line.
const longestAddress = 8000;

const withoutParameter = (search: string, name: string): string => {
  const kept = search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "" && !new URLSearchParams(pair).has(name));
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
};

const isPlain = /^[^\p{Cc}\p{Zs}\p{Zl}\p{Zp}\\]*$/u;

/** Whether the text names the host as `URL` reads it: no user name, no other spelling. A text without a scheme is a path. */
const isPlainAddress = (text: string, url: URL): boolean => {
  const [, authority] = /^https?:\/\/([^/?#]*)/i.exec(text) ?? [];
  if (authority === undefined) return /^\/(?!\/)/.test(text);
  const host = authority.toLowerCase();
  return host === url.host || host === `${url.host}:${url.protocol === "https:" ? 443 : 80}`;
};

// A wildcard of one label would be a whole top-level domain.
const declaredHost = /^(\*(\.[a-z\d-]+){2,}|[a-z\d.:[\]-]+)$/;

const plainHost = /^([a-z\d-]+\.)+[a-z\d-]+$/;

const isHost = (hostname: string, declared: string): boolean =>
  declaredHost.test(declared) &&
  (declared.startsWith("*")
    ? plainHost.test(hostname) && hostname.endsWith(declared.slice(1)) && hostname.length >= declared.length
    : hostname === declared);
