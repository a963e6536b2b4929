import type { CallErrorKind } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import { causeCode } from "./cause-code.ts";

/** Whether a failed create may have started its job all the same. In doubt it may: a job started twice is paid twice. */
export const mayHaveStarted = (
  { starts }: Operation,
  kind: CallErrorKind,
  status: number | undefined,
  cause: unknown,
): boolean => {
  if (starts === undefined) return false;
  if (status === undefined) return kind === "call-timeout" || (kind === "network" && !neverSent.test(causeCode(cause)));
  if (status < 300) return kind === "contract" || kind === "network";
  return status >= 500 && status !== notImplemented && status !== overloaded;
};

const neverSent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CERT/;

// These two codes say that the service has not begun; a gateway's 502 and 504 know nothing of what happened behind it.
const notImplemented = 501;
const overloaded = 503;
