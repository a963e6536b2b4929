import type { CallErrorKind } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";

/** Whether a failed create may have started its job all the same. In doubt it may: a job started twice is paid twice. */
export const mayHaveStarted = (
  { starts }: Operation,
  kind: CallErrorKind,
  status: number | undefined,
  code: string | undefined,
): boolean => {
  if (starts === undefined) return false;
  if (status === undefined) return kind === "call-timeout" || (kind === "network" && !neverSent.test(code ?? ""));
  if (status < 300) return kind === "contract" || kind === "network";
  // 501 and 503 say that the service has not begun; what happened behind a gateway's 502 or 504 nobody knows.
  return status > 499 && status !== 501 && status !== 503;
};

const neverSent = /REFUSED|NOTFOUND|EAI_AGAIN|CONNECT_T|CERT/;
