import type { RateLimitModel } from "./limit-model.ts";

/** What a request meets: let in or not, and what the headers say. */
export interface RateLimitDecision {
  readonly isOver: boolean;
  /** Until the next request is let in. */
  readonly waitMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Lets a key in, or not, at a moment in epoch milliseconds. */
export type RateLimiter = (key: string, nowMs: number) => RateLimitDecision;

/** Token buckets, one for each key and limit: full at first, refilled evenly, a refused request takes nothing. */
export const createRateLimiter = (limits: readonly RateLimitModel[]): RateLimiter => {
  const keys = new Map<string, Bucket[]>();
  return (key, nowMs) => {
    const buckets = keys.get(key) ?? limits.map(({ requests }) => ({ tokens: requests, atMs: nowMs }));
    // The one that was used last stands at the end. Keys are whatever callers send; without a bound they would stay for ever.
    keys.delete(key);
    if (keys.size >= mostKeys) keys.delete(keys.keys().next().value ?? "");
    keys.set(key, buckets);
    const waitMs = Math.max(0, ...limits.map((limit, index) => refill(buckets[index], limit, nowMs)));
    const isOver = waitMs > 0;
    if (!isOver) for (const bucket of buckets) bucket.tokens -= 1;
    return { isOver, waitMs, headers: headersOf(limits, buckets) };
  };
};

interface Bucket {
  tokens: number;
  atMs: number;
}

const mostKeys = 1000;

const refill = (bucket: Bucket | undefined, { requests, windowMs }: RateLimitModel, nowMs: number): number => {
  if (bucket === undefined) return 0;
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  bucket.tokens = Math.min(requests, bucket.tokens + (passedMs * requests) / windowMs);
  bucket.atMs = nowMs;
  // A hair less than a whole token is a rounding error of the refill.
  return bucket.tokens >= 1 - 1e-9 ? 0 : ((1 - bucket.tokens) * windowMs) / requests;
};

const headersOf = (limits: readonly RateLimitModel[], buckets: readonly Bucket[]): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [index, { requests, headers: names }] of limits.entries()) {
    if (names === undefined) continue;
    headers[names.limit] = String(requests);
    headers[names.remaining] = String(Math.max(0, Math.floor((buckets[index]?.tokens ?? 0) + 1e-9)));
  }
  return headers;
};
