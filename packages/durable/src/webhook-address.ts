import { lookup as resolve } from "node:dns/promises";
import { BlockList, isIP, isIPv4 } from "node:net";

import { DurableError } from "./durable-error.ts";

/** How a host's addresses are found; injected in tests. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export const systemResolve: Resolve = (host) => resolve(host, { all: true, verbatim: true });

// https://www.iana.org/assignments/iana-ipv4-special-registry: nothing here is somebody else's public server.
const refused4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

// Within 2000::/3, the only part of IPv6 that is public, these lead elsewhere: Teredo, documentation, 6to4.
const refused6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const blocked = new BlockList();
for (const [network, prefix] of refused4) blocked.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of refused6) blocked.addSubnet(network, prefix, "ipv6");

const publicIpv6 = new BlockList();
publicIpv6.addSubnet("2000::", 3, "ipv6");

/** Whether an address is one of a public server: neither this machine, nor a private network, nor a cloud's metadata. */
export const isPublicAddress = (address: string): boolean => {
  if (isIPv4(address)) return !blocked.check(address, "ipv4");
  // An address with a zone is link-local; mapped and translated ones lie outside 2000::/3.
  if (isIP(address) !== 6 || address.includes("%")) return false;
  return publicIpv6.check(address, "ipv6") && !blocked.check(address, "ipv6");
};

const refuse = (url: string, why: string): DurableError =>
  new DurableError(
    `Failed to accept the webhook ${url}: ${why}. Give a public https address, or list its origin in webhooks.allow.`,
    { reason: "webhook-refused" },
  );

/** Which addresses webhooks may go to. */
export class WebhookGuard {
  readonly #allowed: ReadonlySet<string>;
  readonly #resolve: Resolve;

  /** @param allow origins, such as `http://127.0.0.1:3000`, that are called whatever they are */
  constructor(allow: readonly string[], resolve: Resolve) {
    this.#allowed = new Set(
      allow.map((origin) => {
        if (!URL.canParse(origin))
          throw new TypeError(`webhooks.allow has ${JSON.stringify(origin)}, which is not an origin`);
        return new URL(origin).origin;
      }),
    );
    this.#resolve = resolve;
  }

  /**
   * The address that may be called, as far as it can be told without asking anybody. A URL turns numbers
   * (`http://2130706433`, `0x7f.1`) into the addresses that they mean.
   * @throws DurableError of reason `webhook-refused`
   */
  check(text: string): URL {
    if (!URL.canParse(text)) throw refuse(JSON.stringify(text), "it is not a URL");
    const url = new URL(text);
    const shown = `${url.origin}${url.pathname}`;
    if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse(shown, "it is neither https nor http");
    if (url.username !== "" || url.password !== "") throw refuse(shown, "it has a user or a password in it");
    if (this.#allowed.has(url.origin)) return url;
    if (url.protocol !== "https:") throw refuse(shown, "it is not https");
    const host = hostOf(url);
    if (isIP(host) !== 0 && !isPublicAddress(host)) throw refuse(shown, `${host} is not a public address`);
    if (host === "localhost" || host.endsWith(".localhost")) throw refuse(shown, "it is this machine");
    return url;
  }

  /**
   * The address to connect to: looked up once, so that no second look-up can give another.
   * @throws DurableError of reason `webhook-refused`
   */
  async pin(url: URL): Promise<{ readonly address: string; readonly family: number }> {
    const host = hostOf(url);
    const isAllowed = this.#allowed.has(url.origin);
    const found = isIP(host) === 0 ? await this.#resolve(host) : [{ address: host, family: isIP(host) }];
    const inside = isAllowed ? undefined : found.find(({ address }) => !isPublicAddress(address));
    if (inside !== undefined)
      throw refuse(url.origin, `${host} leads to ${inside.address}, which is not a public address`);
    const [first] = found;
    if (first === undefined) throw refuse(url.origin, `${host} has no address`);
    return first;
  }
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
