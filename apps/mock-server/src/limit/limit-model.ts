import { parseDuration, type XLimit } from "@genwait/lifecycle";

import type { ApiModel } from "../document/api-model.ts";

/** A number of requests in a time, and the headers that tell about it. */
export interface RateLimitModel {
  readonly requests: number;
  readonly windowMs: number;
  readonly headers?: { readonly limit: string; readonly remaining: string };
}

/** The limits that a document's headers speak of, with the numbers of their examples; the shortest window first. */
export const readLimits = ({ operations, jobs }: ApiModel): readonly RateLimitModel[] => {
  const declared: readonly XLimit[] = jobs.flatMap(({ declaration }) => declaration.rateLimit?.limits ?? []);
  const examples = new Map(
    operations.flatMap(({ responses }) =>
      responses.flatMap(({ headers }) => headers.map(({ name, example }) => [name, Number(example)] as const)),
    ),
  );
  const names = new Set([
    ...declared.map(({ remaining }) => remaining.toLowerCase()),
    ...[...examples.keys()].filter((name) => name.includes("remaining")),
  ]);
  const models = [...names].flatMap((remaining): RateLimitModel[] => {
    const known = declared.find((one) => one.remaining.toLowerCase() === remaining);
    const limit = known?.limit?.toLowerCase() ?? remaining.replace("remaining", "limit");
    const requests = examples.get(limit) ?? Number.NaN;
    const windowMs = known?.window === undefined ? windowOf(remaining) : parseDuration(known.window);
    return requests > 0 ? [{ requests, windowMs, headers: { limit, remaining } }] : [];
  });
  return models.toSorted((a, b) => a.windowMs - b.windowMs);
};

// No document says it in a form that a program can read; the names do, more often than not.
const windowOf = (name: string): number => {
  if (/da(?:y|ily)/.test(name)) return 24 * hourMs;
  if (/burst|minute|second/.test(name)) return hourMs / 60;
  return hourMs;
};

const hourMs = 3_600_000;
