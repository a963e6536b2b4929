import type { ParsedOptions } from "./parse-options.ts";

/** The options of every command that waits. */
export const waitOptionNames: Readonly<Record<WaitOptionName, { readonly type: "boolean" | "string" }>> = {
  json: { type: "boolean" },
  timeout: { type: "string" },
  interval: { type: "string" },
  "not-found-retry": { type: "string" },
  "base-url": { type: "string" },
  job: { type: "string" },
  "expect-items": { type: "string" },
  api: { type: "string" },
};

type WaitOptionName = "json" | "timeout" | "interval" | "not-found-retry" | "base-url" | "job" | "expect-items" | "api";

export const waitHelp: readonly (readonly [string, string])[] = [
  ["--json", "results as JSON Lines: api, id, phase, attempts, elapsedMs, items, failure, body; or error"],
  ["--timeout 10m", "when to stop waiting; the job goes on and can be waited for again (default: the API's own)"],
  ["--interval 5s", "between two polls (default: the API's own)"],
  ["--not-found-retry 10s", "how long a 404 is retried, for a job that was started a moment ago (default: not at all)"],
  ["--expect-items 4", "how many items were asked for; fewer are still pending"],
  ["--job <name>", "another job than the API's default"],
  ["--base-url <address>", "another server, such as a mock"],
  ["--api <package or folder>", "an API of your own: a client package made by the generator"],
];

/** How long and how often, where the command line says so; in milliseconds. */
export interface WaitTimes {
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  readonly notFoundRetryMs?: number;
}

export const waitTimes = (options: ParsedOptions): WaitTimes => {
  const [timeoutMs, intervalMs, notFoundRetryMs] = [
    options.duration("timeout"),
    options.duration("interval"),
    options.duration("not-found-retry"),
  ];
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(intervalMs !== undefined && { intervalMs }),
    ...(notFoundRetryMs !== undefined && { notFoundRetryMs }),
  };
};
