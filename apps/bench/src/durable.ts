import { databaseCpu, missedResults, rowsWritten } from "./durable/database-cost.ts";
import { guestsRollback, oneOwner, survivingStarts } from "./durable/embedded.ts";
import { fleetRate, randomKills, takeover, webhookDelay } from "./durable/kills.ts";
import { manyWaits } from "./durable/many-waits.ts";
import type { Measurement } from "./table.ts";

/** What waits cost in a database, and what they survive. */
export const measurements: readonly Measurement[] = [
  { name: "takeover of the waits of a worker that goes, about two minutes", run: takeover },
  { name: "recorded result to webhook", run: webhookDelay },
  { name: "rate of a fleet, about two minutes", run: fleetRate },
  { name: "rows written, about three minutes", run: rowsWritten },
  { name: "results missed by a cursor", run: missedResults },
  { name: "PostgreSQL's CPU for each poll, about ten minutes", run: databaseCpu },
  { name: "embedded: starts that survive, about five minutes", run: survivingStarts },
  { name: "embedded: one owner of six, about five minutes", run: oneOwner },
  { name: "embedded: a guest's rollback", run: guestsRollback },
  { name: "random kill -9, about eight minutes", run: randomKills },
  { name: "100,000 waits over HTTP, about five minutes", run: manyWaits },
];
