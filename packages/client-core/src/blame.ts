import type { CallErrorKind } from "@genwait/lifecycle";
import type { Blame } from "./api-error.ts";

/** Whose fault each kind is. */
export const blames: Readonly<Record<CallErrorKind, Blame>> = {
  "invalid-request": "caller",
  unauthorized: "caller",
  "insufficient-credits": "caller",
  forbidden: "caller",
  "not-found": "caller",
  rejected: "caller",
  "rate-limited": "caller",
  unavailable: "service",
  network: "network",
  "call-timeout": "service",
  contract: "contract",
};

/** What helps against each kind. */
export const remedies: Readonly<Record<CallErrorKind, string>> = {
  "invalid-request": "Correct the input.",
  unauthorized: "Check the key.",
  "insufficient-credits": "Add credits to the account.",
  forbidden: "Check what the key may do.",
  "not-found": "Check the id and the base URL.",
  rejected: "Correct the input.",
  "rate-limited": "Ask less often.",
  unavailable: "Try again later.",
  network: "Check the connection and the base URL.",
  "call-timeout": "Try again later, or raise timeoutMs.",
  contract: "Check the base URL, or whether the service has changed.",
};
