import { isAbsent, readExpression, resolvePointer } from "@genwait/lifecycle";

import type { JobModel } from "../document/api-model.ts";
import { rawValueAt, type RequestParts } from "../document/runtime-expression.ts";
import type { Requested } from "./job-record.ts";

/**
 * What a create asks for: how many outputs, the members that appear only when asked for, and what responses and files
 * repeat of it. `path` is the operation's own, with its parameters.
 */
export const requestedOf = (jobs: readonly JobModel[], request: RequestParts, path: string): Requested => {
  const { body } = request;
  const count = jobs.flatMap(({ declaration }) => declaration.items?.requested ?? [])[0];
  const members = jobs.flatMap(({ declaration }) =>
    Object.values(declaration.has ?? {}).flatMap(({ whenRequested = {} }) =>
      Object.entries(whenRequested).flatMap(([member, asked]) =>
        isRequested(resolvePointer(body, asked)) ? [member] : [],
      ),
    ),
  );
  const given = givenTo(jobs, request, path);
  return {
    members: [...new Set(members)],
    ...(count !== undefined && { items: countOf(count, body) }),
    ...(given.size > 0 && { given }),
  };
};

/** What a create without a request asks for: nothing but what its body would. */
export const bodyOnly = (body: unknown): RequestParts => ({ path: "", query: {}, headers: {}, body });

const givenTo = (
  jobs: readonly JobModel[],
  request: RequestParts,
  path: string,
): ReadonlyMap<string, string | number | boolean> => {
  const given = new Map<string, string | number | boolean>();
  for (const { declaration } of jobs) {
    const { echo = {}, files = [] } = declaration;
    const echoed = Object.values(echo).flatMap((one) => ("from" in one ? [one.from] : []));
    for (const expression of [...echoed, ...files.flatMap(({ kind, width, height }) => [kind, width, height])]) {
      const place = readExpression(expression);
      const value = place?.of === "request" ? rawValueAt(place, request, path) : undefined;
      if (typeof expression !== "string") continue;
      if (typeof value === "string") given.set(expression, firstLine(value));
      else if (typeof value === "number" || typeof value === "boolean") given.set(expression, value);
    }
  }
  return given;
};

// Kept with the job, of which there may be a hundred thousand. The copy lets the rest of a long text go.
const firstLine = (text: string): string => {
  const [line = ""] = text
    .trimStart()
    .slice(0, longestLine)
    .split(/[\r\n]/);
  return Buffer.from(line.trimEnd()).toString();
};

const longestLine = 200;

const isRequested = (value: unknown): boolean => !isAbsent(value) && value !== false && value !== "";

interface RequestedCount {
  readonly at: string;
  readonly each?: string;
  readonly otherwise?: number;
}

const countOf = ({ at, each, otherwise = 1 }: RequestedCount, body: unknown): number => {
  const value = resolvePointer(body, at);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const counts = list.map((entry) => amount(each === undefined ? entry : resolvePointer(entry, each), otherwise));
  const sum = counts.reduce((total, count) => total + count, 0);
  return Math.min(Math.max(1, sum), mostItems);
};

const amount = (value: unknown, otherwise: number): number =>
  typeof value === "number" && value >= 0 ? Math.floor(value) : otherwise;

// More than a service would make at once; a number from a request must not decide how much memory the mock takes.
const mostItems = 1000;
