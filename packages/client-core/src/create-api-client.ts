import type { ApiDescriptor } from "./api-descriptor.ts";
import { callOperation } from "./call-operation.ts";
import type { ApiClient, CallOptions, ClientOptions, JobOptions } from "./client-options.ts";
import { connect } from "./connection.ts";
import { makeJob } from "./make-job.ts";
import { entry } from "./entry.ts";
import { resumeJob } from "./resume-job.ts";
import { startJob } from "./start-job.ts";

/**
 * Makes the client of an API. Beside the members of {@link ApiClient} it has, under their ids, a method for each operation,
 * one for each create (see {@link startMethod}) and one for each job.
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
  const connection = connect(api, options);
  const operationOf = (id: string) => entry(api.operations, id);
  const common: ApiClient = {
    call: async (id, input, callOptions) =>
      (await callOperation(connection, operationOf(id), input, callOptions)).answer.body,
    start: async (id, input, callOptions) => startJob(connection, operationOf(id), input, callOptions),
    job: (name, id, jobOptions) => makeJob(connection, name, id, jobOptions),
    resume: (saved) => resumeJob(connection, saved),
    paceGroup: connection.paceGroup,
  };
  const named: Record<string, unknown> = {};
  for (const id of Object.keys(api.operations)) {
    named[id] = (input: unknown, callOptions?: CallOptions) => common.call(id, input, callOptions);
    if (api.operations[id]?.starts)
      named[startMethod(id)] = (input: unknown, callOptions?: CallOptions) => common.start(id, input, callOptions);
  }
  for (const name of Object.keys(api.jobs))
    named[name] = (id: string, jobOptions?: JobOptions) => common.job(name, id, jobOptions);
  // The one seam between names that are data here and the types that the generator writes for the same names.
  return { ...named, ...common } as Client;
};

/** The method that starts the job of a create: `createThing` → `startThing`, any other id with `start` before it. */
export const startMethod = (operationId: string): string => {
  const rest = operationId.replace(/^create(?=[A-Z])/, "");
  return `start${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
};
