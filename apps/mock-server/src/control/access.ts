import { timingSafeEqual } from "node:crypto";

import type { MockRequest } from "../mock-request.ts";

/**
 * Why a request may not steer the mock; nothing where it may. With a token, whoever shows it may. Without one the mock is on
 * loopback, and what has to be kept out are pages of the web in a browser on this machine.
 */
export const accessFault = ({ headers, target }: MockRequest, token: string | undefined): string | undefined => {
  const { host, origin } = headers;
  if (token !== undefined) {
    const shown = headers["x-mock-token"] ?? /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? tokenOf(target);
    return shown !== undefined && isSame(shown, token) ? undefined : "The control API of this mock wants its token: send it as x-mock-token, or open the page with ?token=….";
  }
  if (host !== undefined && !isLoopback(host)) return `The control API answers on loopback only, and this request is for ${host}.`;
  if (origin !== undefined && (host === undefined || origin !== `http://${host}`)) return `The control API does not answer pages of ${origin}.`;
  return undefined;
};

/** Whether a host is this machine and nobody else's. */
export const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)(?::\d+)?$/i.test(host);

const tokenOf = (target: string): string | undefined => new URLSearchParams(target.split("?")[1] ?? "").get("token") ?? undefined;

const isSame = (shown: string, token: string): boolean => {
  const [a, b] = [Buffer.from(shown), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
};
