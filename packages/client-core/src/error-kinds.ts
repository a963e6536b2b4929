import type { CallErrorKind } from "@genwait/lifecycle";
import type { Blame } from "./api-error.ts";

/** What helps against each kind, and whose fault it is, where it is not the caller's; `$` stands for the variable that holds the key. */
export const errorKinds: Readonly<Record<CallErrorKind, readonly [remedy: string, blame?: Blame]>> = {
  "invalid-request": ["Correct the input."],
  unauthorized: ["Check $ or apiKey."],
  "insufficient-credits": ["Add credits to the account."],
  forbidden: ["Check what the key may do."],
  "not-found": ["Check the id and the base URL."],
  rejected: ["Correct the input."],
  "rate-limited": ["Ask less often."],
  unavailable: ["Try again later.", "service"],
  network: ["Check the connection and the base URL.", "network"],
  "call-timeout": ["Try again later, or raise timeoutMs.", "service"],
  contract: ["Check the base URL, and whether the service has changed.", "contract"],
};
