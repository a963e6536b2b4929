import { kinds } from "@genwait/lifecycle";
import type { Scenario } from "@genwait/mock-server";

/** Every end as a scenario of its own, `end-<kind>`, chosen by ids such as `mock-end-failed-1`. */
export const endScenarios: Readonly<Record<string, Scenario>> = Object.fromEntries(
  kinds.filter((kind) => kind !== "pending").map((kind) => [`end-${kind}`, { end: kind, duration: "30s" }]),
);
