import type { StatusKind } from "@genwait/lifecycle";

/** What a status word most likely means; undefined for a word that says nothing by itself. */
export const kindOfWord = (word: string): StatusKind | undefined => {
  const tokens = tokensOf(word);
  const whole = tokens.join(" ");
  for (const [kind, words] of meanings) if (words.has(whole)) return kind;
  for (const kind of byToken) if (tokens.some((token) => meanings.get(kind)?.has(token) === true)) return kind;
  return undefined;
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

const openers: ReadonlySet<string> = new Set([
  "task",
  "job",
  "generation",
  "request",
  "state",
  "status",
  "run",
  "is",
  "has",
]);

const words = (text: string): ReadonlySet<string> => new Set(text.split(", "));

// From the documents of some fifty job APIs; several words of one status stand as they are split, with spaces.
const meanings: ReadonlyMap<StatusKind, ReadonlySet<string>> = new Map([
  [
    "filtered",
    words(
      "filtered, censored, moderated, content moderated, request moderated, blocked, flagged, filtered, content filtered, nsfw, sensitive, unsafe, banned, content policy violation, policy violation",
    ),
  ],
  [
    "partial",
    words(
      "partial, partially, partially completed, partially succeeded, partial success, completed with errors, finished with errors",
    ),
  ],
  [
    "cancelled",
    words(
      "cancelled, canceled, cancel, aborted, stopped, terminated, killed, revoked, interrupted, cancelled by user, user cancelled",
    ),
  ],
  ["expired", words("expired, timeout, timed out, time out, lapsed, deleted, not found, gone, purged")],
  ["failed", words("failed, failure, fail, error, errored, rejected, crashed, exception, invalid, unsuccessful, dead")],
  [
    "pending",
    words(
      "pending, queued, queue, in queue, enqueued, submitted, starting, started, processing, running, in progress, inprogress, progress, waiting, initiated, initializing, created, new, accepted, scheduled, preparing, preprocessing, pre processing, postprocessing, post processing, generating, rendering, uploading, downloading, throttled, dispatched, active, working, validating, finalizing, retrying, paused, cancelling, canceling, aborting, booting, received, sampling, dreaming, executing, transcribing, encoding, training, upscaling, not started, on hold, idle, wait, init, allocating, loading, ongoing, open",
    ),
  ],
  [
    "succeeded",
    words(
      "succeeded, succeed, success, successful, completed, complete, done, finished, finish, ready, ok, generated, processed, rendered, ended, available, fulfilled, final",
    ),
  ],
]);

/** A terminal word that is none of these by its whole is one by a part; what is being done is told apart before what is done. */
const byToken: readonly StatusKind[] = [
  "filtered",
  "partial",
  "cancelled",
  "expired",
  "failed",
  "pending",
  "succeeded",
];
