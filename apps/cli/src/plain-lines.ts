import { type EndState, isAbsent, type ItemState, type Job, resolvePointer } from "@genwait/lifecycle";
import { seconds } from "./seconds.ts";
import type { EndedResult } from "./result.ts";

/** One result for a person: the end on a line of its own, what it brought below. */
export const plainLines = (result: EndedResult): string => {
  const { job, end, attempts, elapsedMs } = result;
  const head = `${end.phase}  ${job.api} ${job.name} ${job.id}  (${seconds(elapsedMs)}, ${attempts} ${attempts === 1 ? "read" : "reads"})`;
  const lines = [
    head,
    ...failureLines(end),
    ...promisedLines(job, end),
    ...end.items.map((item) => itemLine(job, item)),
  ];
  return `${lines.join("\n")}\n`;
};

const failureLines = (end: EndState): readonly string[] => {
  if (end.phase !== "failed") return [];
  const { kind, status, message } = end.failure;
  return [`  ${kind === "error" ? "" : `${kind}: `}${message ?? String(status)}`];
};

const promisedLines = (job: Job, end: EndState): readonly string[] =>
  end.phase === "failed"
    ? []
    : Object.keys(job.lifecycle.promised?.[end.phase] ?? {}).flatMap((pointer) => valueLine(end.body, pointer));

const itemLine = (job: Job, item: ItemState): string => {
  const why =
    item.failure?.message ?? (item.failure === undefined || item.failure.kind === "error" ? "" : item.failure.kind);
  const promised = item.phase === "pending" ? [] : Object.keys(job.lifecycle.items?.promised?.[item.phase] ?? {});
  const values = promised.map((pointer) => resolvePointer(item.body, pointer)).filter((value) => !isAbsent(value));
  return `  ${[item.phase.padEnd(9), item.id ?? "", ...values.map(String), why].filter((word) => word !== "").join("  ")}`;
};

const valueLine = (body: unknown, pointer: string): readonly string[] => {
  const value = resolvePointer(body, pointer);
  return isAbsent(value) || typeof value === "object"
    ? []
    : [`  ${pointer.slice(1).replaceAll("/", ".")}  ${String(value)}`];
};
