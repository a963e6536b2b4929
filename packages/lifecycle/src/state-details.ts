import { isJobResult, type JobState, type PendingState, type ResultDetails } from "./job-state.ts";
import { resolvePointer } from "./json-pointer.ts";
import type { DeclaredExpiry, Lifecycle } from "./lifecycle.ts";
import type { XLogs } from "./x-job.ts";

/**
 * A state with what its lifecycle declares beside the phase: the place in the queue and the logs of a pending job, the logs
 * of a result and how long it is good. What a service writes there is ignored where it makes no sense. Never throws.
 *
 * @param nowMs when the response came, in epoch milliseconds
 */
export const withDetails = (lifecycle: Lifecycle, state: JobState, nowMs: number): JobState => {
  const { logs: declaredLogs, queue, expires } = lifecycle;
  const { body } = state;
  const isOver = isJobResult(state);
  const logs = declaredLogs && linesOf(declaredLogs, resolvePointer(body, declaredLogs.at), isOver);
  if (!isJobResult(state)) {
    const queuePosition = resolvePointer(body, queue?.at);
    const details: Pick<PendingState, "queuePosition" | "logs"> = {
      ...(isPosition(queuePosition) && { queuePosition }),
      ...(logs && { logs }),
    };
    return { ...state, ...details };
  }
  const expiresAt = expires && state.phase !== "failed" ? expiryOf(expires, [body, state.output], nowMs) : undefined;
  const details: ResultDetails = { ...(logs && { logs }), ...(expiresAt !== undefined && { expiresAt }) };
  return { ...state, ...details };
};

// Services write -1 for "not yet known".
const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** The lines of a log; undefined where there is none. The last line of a text that grows is told once it is whole. */
const linesOf = ({ as, message }: XLogs, value: unknown, isOver: boolean): readonly string[] | undefined => {
  if (as === "text") {
    if (typeof value !== "string") return undefined;
    const lines = value.split(/\r?\n/);
    const rest = lines.pop();
    return isOver && rest ? [...lines, rest] : lines;
  }
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((line: unknown) => {
    const text = typeof line === "string" ? line : resolvePointer(line, message);
    return typeof text === "string" ? [text] : [];
  });
};

/** Until when a result is good, in ISO 8601; undefined where the response does not say it in a way that can be read. */
const expiryOf = (
  { at, from, afterMs }: DeclaredExpiry,
  bodies: readonly unknown[],
  nowMs: number,
): string | undefined => {
  const timeAt = (pointer: string | undefined): number | undefined =>
    bodies.map((body) => timeOf(resolvePointer(body, pointer))).find((time) => time !== undefined);
  const start = from === undefined ? nowMs : timeAt(from);
  const time = timeAt(at) ?? (start !== undefined && afterMs !== undefined ? start + afterMs : undefined);
  return time !== undefined && isTime(time) ? new Date(time).toISOString() : undefined;
};

/** A time as services write it, in epoch milliseconds: ISO 8601, the date of HTTP, or seconds or milliseconds since 1970. */
const timeOf = (value: unknown): number | undefined => {
  const time =
    typeof value === "number"
      ? value * (value < firstMilliseconds ? 1000 : 1)
      : typeof value === "string" && /^(\d{4}-\d\d-\d\d|[A-Z][a-z]{2}, )/.test(value)
        ? // Without a zone it is the service's own, which is not ours: UTC is the likeliest.
          Date.parse(/T[\d:.]+$/.test(value) ? `${value}Z` : value)
        : Number.NaN;
  return isTime(time) ? time : undefined;
};

// In seconds the year 5138, in milliseconds 1973.
const firstMilliseconds = 1e11;

/** From 1970 to 9999, which is what ISO 8601 writes in four digits. */
const isTime = (time: number): boolean => time > 0 && time < 253_402_300_800_000;
