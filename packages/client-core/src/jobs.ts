import type { Job } from "@genwait/lifecycle";
import type { AnyClient } from "./api-description.ts";
import type { CallInit, JobOptions, Started } from "./client-options.ts";

/** A job of a client by its declared name and its id; sends nothing. */
export const jobOf = (_client: AnyClient, name: string, _id: string, _options?: JobOptions): Job => {
  throw new TypeError(`${name} is being rebuilt`);
};

/** Calls a create by its operation id. */
export const startJob = async (
  _client: AnyClient,
  operationId: string,
  _body?: unknown,
  _init?: CallInit & Readonly<Record<string, unknown>>,
): Promise<Started> => {
  throw new TypeError(`${operationId} is being rebuilt`);
};
