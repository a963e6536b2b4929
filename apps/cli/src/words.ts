import type { JobState } from "@genwait/lifecycle";
import type { PollerEvent } from "@genwait/poller";

/** A state in a few words: `pending, rendering, 40 %, 2 of 4`. */
export const stateWords = (state: JobState): string => {
  if (state.phase !== "pending") return state.phase;
  const { stage, progress, unknownStatus, items, queuePosition } = state;
  const ready = items?.filter((item) => item.phase !== "pending").length;
  return [
    "pending",
    ...(queuePosition === undefined ? [] : [queuePosition === 0 ? "next in the queue" : `${queuePosition} before it`]),
    ...(stage === undefined ? [] : [stage]),
    ...(progress === undefined ? [] : [`${Math.round(progress * 100)} %`]),
    ...(items === undefined || items.length === 0 ? [] : [`${ready} of ${items.length}`]),
    ...(unknownStatus === undefined ? [] : [`status "${String(unknownStatus)}" is new to this client`]),
  ].join(", ");
};

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

/** A length of time as a person reads it. */
export const seconds = (ms: number): string => {
  if (ms < 100_000) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? "" : ` ${whole % 60} s`}`;
};
