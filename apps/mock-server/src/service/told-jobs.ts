import { valueOfExpression, type ResponseFacts } from "@genwait/lifecycle";

import { type FollowUp, isOnResponseOf, type RequestPart } from "../document/follow-ups.ts";
import type { Operation } from "../document/operation.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import type { JobRecord } from "../job/job-record.ts";

/** Jobs by what responses told of them: a request for their output may carry nothing else. */
export interface ToldJobs {
  /** Remembers what a response told, for the follow-ups that its Links lead to. */
  note(record: JobRecord, call: ToldCall): void;
  /** The job that a follow-up's request is about, where a response has told it. */
  find(followUp: FollowUp, request: RequestParts): JobRecord | undefined;
}

/** A call about a job, responded to. */
export interface ToldCall {
  readonly operation: Operation;
  readonly request: RequestParts;
  readonly response: ResponseFacts;
}

/** Remembers the last of what was told. */
export const createToldJobs = (): ToldJobs => {
  const records = new Map<string, JobRecord>();
  return {
    note: (record, { operation, request, response }) => {
      for (const followUp of record.job.followUps) {
        if (!isFoundByTold(followUp) || !isOnResponseOf(followUp, operation)) continue;
        const key = keyOf(followUp, ({ from }) => {
          if (from === undefined) return undefined;
          return from.of === "request" ? valueAt(from, request, operation.path) : valueOfExpression(from, { response });
        });
        if (key === undefined) continue;
        if (records.size >= mostTold) records.delete(records.keys().next().value ?? "");
        records.set(key, record);
      }
    },
    find: (followUp, request) => {
      const { operation } = followUp;
      const key = keyOf(followUp, ({ place }) => valueAt(place, request, operation.path));
      return key === undefined ? undefined : records.get(key);
    },
  };
};

/** Whether a follow-up's request has no id of the job, but only what a response told. */
export const isFoundByTold = ({ request }: FollowUp): boolean =>
  request.some(({ value }) => value.is === "told") && !request.some(({ value }) => value.is === "id");

const keyOf = ({ operation, request }: FollowUp, valueOf: (part: RequestPart) => unknown): string | undefined => {
  const values = request.filter(({ value }) => value.is === "told").map(valueOf);
  if (values.includes(undefined) || values.includes(null)) return undefined;
  return `${operation.method} ${operation.path} ${JSON.stringify(values.map(String))}`;
};

// As many as jobs are kept by default would cost as much as the jobs.
const mostTold = 50_000;
