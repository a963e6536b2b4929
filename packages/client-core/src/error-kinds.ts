import type { CallErrorKind } from "@genwait/lifecycle";
import type { Blame } from "./api-error.ts";

/** Whose fault each kind is, and what helps against it; `$` stands for the variable that holds the key. */
export const errorKinds: Readonly<Record<CallErrorKind, readonly [blame: Blame, remedy: string]>> = {
  "invalid-request": ["caller", "Correct the input."],
  unauthorized: ["caller", "Check $ or apiKey."],
  "insufficient-credits": ["caller", "Add credits to the account."],
  forbidden: ["caller", "Check what the key may do."],
  "not-found": ["caller", "Check the id and the base URL."],
  rejected: ["caller", "Correct the input."],
  "rate-limited": ["caller", "Ask less often."],
  unavailable: ["service", "Try again later."],
  network: ["network", "Check the connection and the base URL."],
  "call-timeout": ["service", "Try again later, or raise timeoutMs."],
  contract: ["contract", "Check the base URL, and whether the service has changed."],
};
