import type { XCancel, XExpires, XJob } from "@genwait/lifecycle";

import { type Origins, sourceCell } from "./origins.ts";
import { mdCell, mdCode, mdTable } from "../text/markdown-text.ts";

/** Where the output is, by the Links that lead to it. */
const outputWords = (output: NonNullable<XJob["output"]>): string =>
  `by the Link ${[output]
    .flat()
    .map(({ link }) => mdCode(link))
    .join(", then ")}, once the status says succeeded`;

const cancelText = ({ link, then, deletesFinished }: XCancel): string =>
  `by the Link ${mdCode(link)}; then ${then === "gone" ? "the service no longer knows the job" : "its status says so"}${deletesFinished === true ? ", and a finished job is left alone: the same call deletes its output" : ""}`;

const expiryWords = ({ after, from, at, renew = "poll" }: XExpires): string => {
  const until = [
    ...(at === undefined ? [] : [`until ${mdCode(at)}`]),
    ...(after === undefined ? [] : [`for ${after}${from === undefined ? "" : ` from ${mdCode(from)} on`}`]),
  ].join(", else ");
  if (renew === "never") return until;
  return `${until}; ${renew === "poll" ? "another poll" : `the Link ${mdCode(renew)}`} gives new addresses`;
};

/** When to poll, how long a job takes, and when the service wants fewer requests. */
export const pollSection = (job: XJob, at: string, origins: Origins): string => {
  const { poll = {}, rateLimit = {}, typicalDuration, progress, stage, queue, logs, expires, output, cancel } = job;
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
      `when the header ${mdCode(remaining)} falls under ${below}${limit === undefined ? "" : ` (of ${mdCode(limit)}${window === undefined ? "" : `, in ${window}`})`}`,
      `${every} between two polls`,
      `rateLimit/limits/${index}`,
    ),
  );
  const rows = [
    ...row("before the first poll", poll.first, "poll/first", "0s"),
    ...row("between two polls", poll.every, "poll/every", "5s"),
    ...row("stop waiting after", poll.timeout, "poll/timeout", "10m"),
    ...row("a new id may be unknown for", poll.notFoundRetry, "poll/notFoundRetry", "10s"),
    ...row("after a 429 that names no time", rateLimit.tooManyRequests, "rateLimit/tooManyRequests"),
    ...limits,
    ...row("half of the jobs are done within", typicalDuration?.p50, "typicalDuration/p50"),
    ...row("nineteen of twenty within", typicalDuration?.p95, "typicalDuration/p95"),
    ...row("progress", progress === undefined ? undefined : `${mdCode(progress.at)}, of ${progress.of}`, "progress"),
    ...row(
      "stage",
      stage === undefined
        ? undefined
        : `${mdCode(stage.at)}${stage.order === undefined ? "" : `: ${mdCell(stage.order.join(", "))}`}`,
      "stage",
    ),
    ...row("place in the queue", queue && mdCode(queue.at), "queue"),
    ...row(
      "logs",
      logs && `${mdCode(logs.at)}, ${logs.as === "lines" ? "line by line" : "one text that grows"}`,
      "logs",
    ),
    ...row("the output", output && outputWords(output), "output"),
    ...row("to cancel", cancel && cancelText(cancel), "cancel"),
    ...row("results are good", expires && expiryWords(expires), "expires"),
  ];
  return [
    `### How to wait for a ${job.name}`,
    mdTable(["", "advice", "source"], rows),
    "A `Retry-After` header goes before all of these.",
  ].join("\n\n");
};
