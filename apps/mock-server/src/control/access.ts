import { timingSafeEqual } from "node:crypto";

import type { RawResponse } from "../response/raw-response.ts";
import type { MockRequest } from "../mock-request.ts";
import { problem } from "./problem.ts";

/** What decides who may steer the mock. */
export interface AccessOptions {
  /** What the mock was started with, where other machines can reach it. */
  readonly token?: string;
  /** The page's own files, and the question whether the mock is there. */
  readonly isOpen: boolean;
}

/**
 * Why a request may not steer the mock; nothing where it may. With a token, whoever shows it may. Without one the mock is on
 * loopback, and what has to be kept out are pages of the web in a browser on this machine.
 */
export const refuseAccess = ({ headers }: MockRequest, { token, isOpen }: AccessOptions): RawResponse | undefined => {
  const { host, origin, "x-mock-token": shown = "" } = headers;
  if (token === undefined && host !== undefined && !isLoopback(host)) {
    return notFromHere(`its Host, ${host}, is no loopback name. Call 127.0.0.1 or localhost.`);
  }
  if (origin !== undefined && origin !== `http://${host ?? ""}` && origin !== `https://${host ?? ""}`) {
    return notFromHere("a page of another origin sent it. Send it from the mock's own page or from a program.");
  }
  if (token === undefined || isOpen || isSame(shown, token)) return undefined;
  return problem(
    401,
    "No token",
    "Failed to let the request in: it has not the mock's token. Send the one that the mock was started with as x-mock-token.",
  );
};

/** Whether a host is this machine and nobody else's. */
export const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)(?::\d+)?$/i.test(host);

const isSame = (shown: string, token: string): boolean => {
  const [a, b] = [Buffer.from(shown), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const notFromHere = (reason: string): RawResponse =>
  problem(403, "Not from here", `Failed to let the request in: ${reason}`);
