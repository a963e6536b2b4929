// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Lifecycle } from "@genwait/lifecycle";
import { slowDown } from "@genwait/lifecycle/parts";

export const lifecycles: Readonly<Record<"generation", Lifecycle>> = {
  generation: {
    name: "generation",
    id: { answer: "/generationId" },
    state: {
      at: "/status",
      otherwise: "pending",
      values: [["pending", "pending"], ["succeeded", "completed"], ["failed", "failed"]],
    },
    promised: { succeeded: { "/gammaUrl": "a string" }, failed: { "/error": "an object" } },
    failure: { message: "/error/message", code: "/error/statusCode" },
    poll: { firstMs: 0, everyMs: 5000, atMostMs: 300000, notFoundGraceMs: 10000 },
    pace: {
      slowDown,
      tooManyRequestsMs: 30000,
      limits: [{ remaining: "x-ratelimit-remaining-burst", below: 100, everyMs: 15000 }],
    },
  },
};
