// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Lifecycle } from "@genwait/lifecycle";
import { empty, judgeItems } from "@genwait/lifecycle/parts";

export const lifecycles: Readonly<Record<"generationStatus" | "generation", Lifecycle>> = {
  generationStatus: {
    name: "generationStatus",
    id: {},
    call: [{ when: [{ at: "/err", empty: false }], is: "rejected", message: "/err/message" }],
    items: {
      judge: judgeItems,
      at: "/data",
      id: "/image_id",
      state: {
        at: "/status",
        otherwise: "pending",
        values: [["succeeded", "success"], ["failed", "failed"], ["withheld", "censored"]],
      },
      none: "pending",
    },
    predicates: { empty },
    poll: { firstMs: 0, everyMs: 5000, atMostMs: 600000, notFoundGraceMs: 10000 },
  },
  generation: {
    name: "generation",
    id: { answer: "/data/generation_id" },
    call: [{ when: [{ at: "/err", empty: false }], is: "rejected", message: "/err/message" }],
    items: {
      judge: judgeItems,
      at: "/data/media",
      id: "/id",
      state: {
        at: "/status",
        otherwise: "pending",
        values: [["pending", "pending"], ["succeeded", "success"], ["failed", "failed"], ["withheld", "censored"]],
      },
      none: "pending",
      promised: { succeeded: { "/url": "a string" } },
    },
    predicates: { empty },
    poll: { firstMs: 0, everyMs: 5000, atMostMs: 600000, notFoundGraceMs: 10000 },
  },
};
