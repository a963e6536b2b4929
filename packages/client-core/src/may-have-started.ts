import type { Blame } from "./api-error.ts";
import type { Operation } from "./api-descriptor.ts";

/** Whether a failed create may have started its job all the same. In doubt it may: a job started twice is paid twice. */
export const mayHaveStarted = (
  { starts }: Operation,
  blame: Blame,
  status: number = 0,
  detail: string | undefined = "",
): boolean =>
  starts !== undefined &&
  (status < 300
    ? blame !== "caller" && !neverSent.test(detail)
    : // 501 and 503 say that the service has not begun; what happened behind a gateway's 502 or 504 nobody knows.
      /^5(?!0[13])/.test(`${status}`));

const neverSent = /REFUSED|NOTFOUND|EAI_AGAIN|CONNECT_T|CERT/;
