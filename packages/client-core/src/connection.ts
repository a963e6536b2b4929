import { type Clock, systemClock } from "@genwait/lifecycle";
import type { ApiDescriptor } from "./api-descriptor.ts";
import { checkBaseUrl } from "./base-url.ts";
import type { ClientOptions } from "./client-options.ts";
import { entry } from "./entry.ts";
import { jobMaker, type MakeJob } from "./job-maker.ts";

/** An API and how one client reaches it. */
export interface Connection {
  readonly api: ApiDescriptor;
  readonly options: ClientOptions;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly paceGroup: object;
  /** Where answers have left their schema so far: operation and pointer. */
  readonly departed: Set<string>;
  /** What makes a job, by the job's name. */
  readonly makers: Record<string, MakeJob>;
}

/** @throws TypeError for options that can never work. */
export const connect = (api: ApiDescriptor, options: ClientOptions): Connection => {
  const connection: Connection = {
    api,
    options,
    baseUrl: checkBaseUrl(options.baseUrl ?? api.baseUrl, api.name),
    clock: options.clock ?? systemClock,
    paceGroup: options.paceGroup ?? {},
    departed: new Set(),
    makers: {},
  };
  for (const [name, declaration] of Object.entries(api.jobs)) {
    const operation = entry(api.operations, declaration.operation);
    connection.makers[name] = jobMaker(name, { connection, declaration, operation });
  }
  return connection;
};
