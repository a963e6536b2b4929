import { fleetRate, randomKills, takeover, webhookDelay } from "./durable/kills.ts";
import type { Measurement } from "./table.ts";

/** What waits cost in a database, and what they survive. */
export const measurements: readonly Measurement[] = [
  { name: "takeover of the waits of a worker that goes, about two minutes", run: takeover },
  { name: "recorded result to webhook", run: webhookDelay },
  { name: "rate of a fleet, about two minutes", run: fleetRate },
  { name: "random kill -9, about eight minutes", run: randomKills },
];
