import type { PollerEvent } from "@genwait/poller";
import { seconds } from "./seconds.ts";

/** What a person should hear of an event on the way, or nothing. */
export const noteOfEvent = (event: PollerEvent): string | undefined => {
  if (event.type === "retry") return `${event.kind}, polling again in ${seconds(event.delayMs)}`;
  if (event.type === "rate-limited") return rateLimitNote(event);
  if (event.type === "schema-mismatch")
    return `${event.pointer === "" ? "the response" : event.pointer}: expected ${event.expected}, found ${event.found}`;
  return undefined;
};

// A refused poll has its own note, with the same pause.
const rateLimitNote = ({
  reason,
  pauseMs,
}: Extract<PollerEvent, { readonly type: "rate-limited" }>): string | undefined => {
  if (reason !== "limit-low") return undefined;
  const pause = pauseMs > 0 ? `, pausing for ${seconds(pauseMs)}` : "";
  return `near the service's rate limit${pause === "" ? ", polling less often" : pause}`;
};
