import { systemTimer } from "@genwait/lifecycle";
import type { ApiDescriptor } from "./api-descriptor.ts";
import { asker } from "./ask.ts";
import { checkBaseUrl } from "./base-url.ts";
import { type Caller, callerOf } from "./call-operation.ts";
import type { ApiClient, ClientOptions } from "./client-options.ts";
import { entry } from "./entry.ts";
import { jobMaker, type MakeJob } from "./job-maker.ts";

/**
 * Makes the client of an API. Beside the members of {@link ApiClient} it has, under their ids, a method for each operation,
 * one for each create and one for each job.
 *
 * @throws TypeError for options that can never work, such as a base URL that is none.
 * @example
 * ```ts
 * export const createClient = (options?: ClientOptions): ThingsClient => createApiClient(api, options);
 * ```
 */
export const createApiClient = <Client extends ApiClient>(
  api: ApiDescriptor<Client>,
  options: ClientOptions = {},
): Client => {
  const clock = options.clock ?? { now: () => Date.now(), after: systemTimer };
  const paceGroup = options.paceGroup ?? {};
  const baseUrl = checkBaseUrl(options.baseUrl ?? api.baseUrl, api.name);
  const ask = asker(api, options, baseUrl, clock);
  const makers: Record<string, MakeJob> = {};
  for (const name in api.jobs) makers[name] = jobMaker(name, api, ask, baseUrl, paceGroup);
  const callers: Record<string, Caller> = {};
  const methods: Record<string, unknown> = { ...makers };
  for (const id in api.operations) {
    const caller = callerOf(id, api, ask, makers, clock);
    callers[id] = caller;
    methods[id] = caller.call;
    if (caller.method) methods[caller.method] = caller.start;
  }
  const common: ApiClient = {
    call: async (id, input, callOptions) => entry(callers, id).call(input, callOptions),
    start: async (id, input, callOptions) => entry(callers, id).start(input, callOptions),
    job: (name, id, jobOptions) => entry(makers, name)(id, jobOptions),
    resume: (saved) => {
      // What comes from a disk is not trusted.
      if (saved?.api === api.name && saved.baseUrl === baseUrl) return entry(makers, saved.name)(saved.id, saved);
      throw new TypeError(
        `Failed to resume a job of ${saved?.api} at ${saved?.baseUrl}: this client is for ${api.name} at ${baseUrl}. Create the client that the job was saved from.`,
      );
    },
    paceGroup,
  };
  // The one seam between names that are data here and the types that the generator writes for the same names.
  return Object.assign(methods, common) as unknown as Client;
};
