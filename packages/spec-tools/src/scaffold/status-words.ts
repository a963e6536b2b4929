import type { StatusKind } from "@genwait/lifecycle";

/** What a status word most likely means; undefined for a word that says nothing by itself. */
export const kindOfWord = (word: string): StatusKind | undefined => {
  const tokens = tokensOf(word);
  const whole = tokens.join(" ");
  const kinds = [...meanings];
  const byWhole = kinds.find(([, words]) => words.has(whole));
  return (byWhole ?? kinds.find(([, words]) => tokens.some((token) => words.has(token))))?.[0];
};

/**
 * Whether the dictionary has the word itself, and not only a part of it: `TEXT_SUCCESS` contains a success and may well be no terminal status.
 */
export const isKnownWord = (word: string): boolean => {
  const whole = tokensOf(word).join(" ");
  return [...meanings.values()].some((words) => words.has(whole));
};

/** Lower-case words of a status, without what every status begins with: `JOB_STATE_RUNNING` → `running`. */
const tokensOf = (word: string): readonly string[] => {
  const tokens = word
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== "");
  const first = tokens.findIndex((token) => !openers.has(token));
  return first === -1 ? tokens : tokens.slice(first);
};

const openers: ReadonlySet<string> = new Set("task job generation request state status run is has".split(" "));

// From the documents of some fifty job APIs; several words of one status stand as they are split, with spaces. A word that is none of
// these by its whole is one by a part, the first of these first: what is being done is told apart before what is done.
const meanings: ReadonlyMap<StatusKind, ReadonlySet<string>> = new Map(
  (
    [
      [
        "filtered",
        "filtered, censored, moderated, content moderated, request moderated, blocked, flagged, content filtered, nsfw, sensitive, unsafe, banned, content policy violation, policy violation",
      ],
      [
        "partial",
        "partial, partially, partially completed, partially succeeded, partial success, completed with errors, finished with errors",
      ],
      [
        "cancelled",
        "cancelled, canceled, cancel, aborted, stopped, terminated, killed, revoked, interrupted, cancelled by user, user cancelled",
      ],
      ["expired", "expired, timeout, timed out, time out, lapsed, deleted, not found, gone, purged"],
      ["failed", "failed, failure, fail, error, errored, rejected, crashed, exception, invalid, unsuccessful, dead"],
      [
        "pending",
        "pending, queued, queue, in queue, enqueued, submitted, starting, started, processing, running, in progress, inprogress, progress, waiting, initiated, initializing, created, new, accepted, scheduled, preparing, preprocessing, pre processing, postprocessing, post processing, generating, rendering, uploading, downloading, throttled, dispatched, active, working, validating, finalizing, retrying, paused, cancelling, canceling, aborting, booting, received, sampling, dreaming, executing, transcribing, encoding, training, upscaling, not started, on hold, idle, wait, init, allocating, loading, ongoing, open",
      ],
      [
        "succeeded",
        "succeeded, succeed, success, successful, completed, complete, done, finished, finish, ready, ok, generated, processed, rendered, ended, available, fulfilled, final",
      ],
    ] as const
  ).map(([kind, words]) => [kind, new Set(words.split(", "))]),
);
