import type { JobState } from "@genwait/lifecycle";
import type { JobMeaning } from "@genwait/spec-tools";

/** A state in the words of `answers.yaml`, with all that the file could say about it. */
export const stateAsMeaning = (state: JobState): JobMeaning => ({
  phase: state.phase,
  ...(state.phase === "failed" && {
    failure: state.failure.kind,
    ...(state.failure.message !== undefined && { message: state.failure.message }),
    ...(state.failure.code !== undefined && { code: state.failure.code }),
  }),
  items: state.items.map((item) => item.phase),
  ...(state.phase === "pending" && {
    ...(state.unknownStatus != null && { unknownStatus: state.unknownStatus }),
    ...(state.stage !== undefined && { stage: state.stage }),
    ...(state.progress !== undefined && { progress: state.progress }),
  }),
});
