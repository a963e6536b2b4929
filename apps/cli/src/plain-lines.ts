import { isAbsent, type ItemState, type Job, type JobResult, resolvePointer } from "@genwait/lifecycle";
import type { FinishedOutcome } from "./outcome.ts";
import { seconds } from "./seconds.ts";
import { terminalText } from "./terminal-text.ts";

/** One result for a person: the phase on a line of its own, what it brought below. */
export const plainLines = ({ job, result, attempts, elapsedMs }: FinishedOutcome): string => {
  const polls = `${attempts} ${attempts === 1 ? "poll" : "polls"}`;
  const lines = [
    `${result.phase}  ${job.api} ${job.name} ${job.id}  (${seconds(elapsedMs)}, ${polls})`,
    ...failureLines(result),
    ...guaranteedLines(job, result),
    ...(result.items ?? []).map((item) => itemLine(job, item)),
  ];
  return lines.map((line) => `${terminalText(line)}\n`).join("");
};

const failureLines = (result: JobResult): readonly string[] => {
  if (result.phase !== "failed") return [];
  const { kind, status, message } = result.failure;
  return [`  ${kind === "error" ? "" : `${kind}: `}${message ?? String(status)}`];
};

const guaranteedLines = (job: Job, result: JobResult): readonly string[] =>
  result.phase === "failed"
    ? []
    : Object.keys(job.lifecycle.guaranteed?.[result.phase] ?? {}).flatMap((pointer) => valueLine(result.body, pointer));

const itemLine = ({ lifecycle }: Job, item: ItemState): string => {
  const why =
    item.failure?.message ?? (item.failure === undefined || item.failure.kind === "error" ? "" : item.failure.kind);
  const guaranteed = Object.keys(lifecycle.items?.guaranteed?.[item.phase] ?? {});
  const values = guaranteed.map((pointer) => resolvePointer(item.body, pointer)).filter((value) => !isAbsent(value));
  return `  ${[item.phase.padEnd(9), item.id ?? "", ...values.map(String), why].filter((word) => word !== "").join("  ")}`;
};

const valueLine = (body: unknown, pointer: string): readonly string[] => {
  const value = resolvePointer(body, pointer);
  return isAbsent(value) || typeof value === "object"
    ? []
    : [`  ${pointer.slice(1).replaceAll("/", ".")}  ${String(value)}`];
};
