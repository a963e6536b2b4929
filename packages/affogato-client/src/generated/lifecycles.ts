/* Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again. */
import type { Lifecycle } from "@genwait/lifecycle";

export const generationStatusLifecycle: Lifecycle = {
  name: "generationStatus",
  id: {},
  call: [{ when: [{ at: "/err", empty: false }], is: "rejected", message: "/err/message" }],
  items: {
    at: "/data",
    id: "/image_id",
    state: {
      at: "/status",
      values: { succeeded: ["success"], failed: ["failed"], filtered: ["censored"] },
      otherwise: "pending",
    },
    none: "pending",
  },
  poll: { initialDelayMs: 0, intervalMs: 5000, timeoutMs: 600000, notFoundRetryMs: 10000 },
};

export const generationLifecycle: Lifecycle = {
  name: "generation",
  id: { response: "/data/generation_id" },
  call: [{ when: [{ at: "/err", empty: false }], is: "rejected", message: "/err/message" }],
  items: {
    at: "/data/media",
    id: "/id",
    state: {
      at: "/status",
      values: { pending: ["pending"], succeeded: ["success"], failed: ["failed"], filtered: ["censored"] },
      otherwise: "pending",
    },
    none: "pending",
    guaranteed: { succeeded: { "/url": "string" } },
  },
  poll: { initialDelayMs: 0, intervalMs: 5000, timeoutMs: 600000, notFoundRetryMs: 10000 },
};
