/* Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { Lifecycle } from "@genwait/lifecycle";

export const generationLifecycle: Lifecycle = {
  name: "generation",
  id: { response: "/generationId" },
  state: {
    at: "/status",
    values: { pending: ["pending"], succeeded: ["completed"], failed: ["failed"] },
    otherwise: "pending",
  },
  guaranteed: { succeeded: { "/gammaUrl": "string" }, failed: { "/error": "object" } },
  failure: { message: "/error/message", code: "/error/statusCode" },
  poll: { initialDelayMs: 0, intervalMs: 5000, timeoutMs: 300000, notFoundRetryMs: 10000 },
  rateLimit: {
    pauseMs: 30000,
    limits: [{ remaining: "x-ratelimit-remaining-burst", below: 100, intervalMs: 15000, windowMs: 60000 }],
  },
  expires: { afterMs: 604800000 },
};
