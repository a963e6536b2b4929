import { isAbsent, resolvePointer } from "@genwait/lifecycle";

import type { JobModel } from "../document/api-model.ts";
import type { Requested } from "./job-record.ts";

/** What a create's body asks for: how many outputs, and the members that appear only when asked for. */
export const requestedOf = (jobs: readonly JobModel[], body: unknown): Requested => {
  const count = jobs.flatMap(({ declaration }) => declaration.items?.requested ?? [])[0];
  const members = jobs.flatMap(({ declaration }) =>
    Object.values(declaration.has ?? {}).flatMap(({ whenRequested = {} }) =>
      Object.entries(whenRequested).flatMap(([member, asked]) =>
        isRequested(resolvePointer(body, asked)) ? [member] : [],
      ),
    ),
  );
  return { members: [...new Set(members)], ...(count !== undefined && { items: countOf(count, body) }) };
};

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
const mostItems = 200;
