import type { PollerEvent } from "@genwait/poller";
import { seconds } from "./seconds.ts";

/** What a person should hear of an event on the way, or nothing. */
export const noteOfEvent = (event: PollerEvent): string | undefined => {
  if (event.type === "retry") return `${event.kind}, asking again in ${seconds(event.delayMs)}`;
  if (event.type === "paced" && event.reason === "limit-low")
    return `near the service's limit, asking every ${seconds(event.pauseMs)}`;
  if (event.type === "departure")
    return `${event.pointer === "" ? "the answer" : event.pointer}: expected ${event.expected}, found ${event.found}`;
  return undefined;
};
