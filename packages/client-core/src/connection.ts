import { type Clock, systemClock } from "@genwait/lifecycle";
import type { ApiDescriptor } from "./api-descriptor.ts";
import { checkBaseUrl } from "./base-url.ts";
import type { JobKind } from "./client-job.ts";
import type { ClientOptions } from "./client-options.ts";

/** An API and how one client reaches it. */
export interface Connection {
  readonly api: ApiDescriptor;
  readonly options: ClientOptions;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly paceGroup: object;
  /** Where answers have left their schema so far: operation and pointer. */
  readonly departed: Set<string>;
  /** What jobs of one name share, by the name. */
  readonly kinds: Map<string, JobKind>;
}

/** @throws TypeError for options that can never work. */
export const connect = (api: ApiDescriptor, options: ClientOptions): Connection => ({
  api,
  options,
  baseUrl: checkBaseUrl(options.baseUrl ?? api.baseUrl, api.name),
  clock: options.clock ?? systemClock,
  paceGroup: options.paceGroup ?? {},
  departed: new Set(),
  kinds: new Map(),
});
