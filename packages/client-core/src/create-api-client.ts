import type { ApiDescriptor } from "./api-descriptor.ts";
import { callOperation } from "./call-operation.ts";
import type { ApiClient, CallOptions, ClientOptions, NamedParameters } from "./client-options.ts";
import { connect } from "./connection.ts";
import { entry } from "./entry.ts";
import { resumeJob } from "./resume-job.ts";
import { startJob } from "./start-job.ts";

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
  const connection = connect(api, options);
  const { makers, paceGroup } = connection;
  const call: ApiClient["call"] = async (id, input, callOptions) =>
    (await callOperation(connection, entry(api.operations, id), input, callOptions)).answer.body;
  const start: ApiClient["start"] = async (id, input, callOptions) =>
    startJob(connection, entry(api.operations, id), input, callOptions);
  const named: Record<string, unknown> = { ...makers };
  for (const [id, { starts }] of Object.entries(api.operations)) {
    named[id] = (input: unknown, callOptions?: CallOptions<NamedParameters>) => call(id, input, callOptions);
    if (starts)
      named[startMethod(id)] = (input: unknown, callOptions?: CallOptions<NamedParameters>) =>
        start(id, input, callOptions);
  }
  const common: ApiClient = {
    call,
    start,
    job: (name, id, jobOptions) => entry(makers, name)(id, jobOptions),
    resume: (saved) => resumeJob(connection, saved),
    paceGroup,
  };
  // The one seam between names that are data here and the types that the generator writes for the same names.
  return Object.assign(named, common) as unknown as Client;
};

/** The method that starts the job of a create: `createThing` → `startThing`, any other id with `start` before it. */
const startMethod = (operationId: string): string =>
  operationId.replace(/^(create(?=[A-Z]))?(.)/, (_, _create, initial: string) => `start${initial.toUpperCase()}`);
