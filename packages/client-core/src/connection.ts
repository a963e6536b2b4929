import { type Clock, systemClock } from "@genwait/lifecycle";
import type { ApiDescriptor } from "./api-descriptor.ts";
import { checkBaseUrl } from "./base-url.ts";
import { checkTimeout } from "./check-timeout.ts";
import type { ClientOptions } from "./client-options.ts";

/** An API and how one client reaches it, defaults filled in and checked. */
export interface Connection {
  readonly api: ApiDescriptor;
  readonly options: ClientOptions;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly paceGroup: object;
  /** Where answers have left their schema so far: operation and pointer. */
  readonly departed: Set<string>;
}

/** @throws TypeError for options that can never work. */
export const connect = (api: ApiDescriptor, options: ClientOptions): Connection => ({
  api,
  options,
  baseUrl: checkBaseUrl(options.baseUrl ?? api.baseUrl, api.name),
  timeoutMs: checkTimeout(options.timeoutMs ?? defaultTimeoutMs),
  clock: options.clock ?? systemClock,
  paceGroup: options.paceGroup ?? {},
  departed: new Set(),
});

// Status calls answer within a second; half a minute tells a slow service from one that hangs.
const defaultTimeoutMs = 30_000;
