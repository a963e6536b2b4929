import type { XJob } from "@genwait/lifecycle";

import { markdownTable } from "../codegen/markdown-table.ts";
import { sourceCell } from "./cells.ts";
import type { Origins } from "./origins.ts";

/** When to ask, how long it takes, and what the service wants to be slowed down for. */
export const pollSection = (job: XJob, at: string, origins: Origins): string => {
  const { poll = {}, rateLimit = {}, typicalDuration, progress, stage } = job;
  const row = (
    what: string,
    value: string | undefined,
    pointer: string,
    otherwise?: string,
  ): readonly (readonly string[])[] =>
    value === undefined
      ? otherwise === undefined
        ? []
        : [[what, otherwise, "a default of genwait"]]
      : [[what, value, sourceCell(origins, `${at}/${pointer}`)]];
  const limits = (rateLimit.limits ?? []).flatMap(({ remaining, limit, window, below, every }, index) =>
    row(
      `when the header \`${remaining}\` falls under ${below}${limit === undefined ? "" : ` (of \`${limit}\`${window === undefined ? "" : `, in ${window}`})`}`,
      `${every} between two reads`,
      `rateLimit/limits/${index}`,
    ),
  );
  const rows = [
    ...row("before the first read", poll.first, "poll/first", "0s"),
    ...row("between two reads", poll.every, "poll/every", "5s"),
    ...row("stop waiting after", poll.timeout, "poll/timeout", "10m"),
    ...row("a new id may be unknown for", poll.notFoundRetry, "poll/notFoundRetry", "10s"),
    ...row("after a 429 that names no time", rateLimit.tooManyRequests, "rateLimit/tooManyRequests"),
    ...limits,
    ...row("half of the jobs are done within", typicalDuration?.p50, "typicalDuration/p50"),
    ...row("nineteen of twenty within", typicalDuration?.p95, "typicalDuration/p95"),
    ...row("progress", progress === undefined ? undefined : `\`${progress.at}\`, of ${progress.of}`, "progress"),
    ...row(
      "stage",
      stage === undefined
        ? undefined
        : `\`${stage.at}\`${stage.order === undefined ? "" : `: ${stage.order.join(", ")}`}`,
      "stage",
    ),
  ];
  return [
    `### How to wait for a ${job.name}`,
    markdownTable(["", "advice", "source"], rows),
    "A `Retry-After` header goes before all of these.",
  ].join("\n\n");
};
