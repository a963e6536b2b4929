import type { JobState } from "@genwait/lifecycle";

/** A state in a few words: `pending, rendering, 40 %, 2 of 4`. */
export const stateWords = (state: JobState): string => {
  if (state.phase !== "pending") return state.phase;
  const { stage, progress, unknownStatus, items } = state;
  const ready = items?.filter((item) => item.phase !== "pending").length;
  return [
    "pending",
    ...(stage === undefined ? [] : [stage]),
    ...(progress === undefined ? [] : [`${Math.round(progress * 100)} %`]),
    ...(items === undefined || items.length === 0 ? [] : [`${ready} of ${items.length}`]),
    ...(unknownStatus === undefined ? [] : [`status "${String(unknownStatus)}" is new to this client`]),
  ].join(", ");
};
