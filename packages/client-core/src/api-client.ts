/*
 * Where a call begins and ends. It goes down through caller.ts, openapi-fetch and transport.ts to `fetch`; what is received
 * comes back up to `resultOf` here, or to the job that is polled or started in jobs.ts.
 */
import { isSuccessStatus } from "@genwait/lifecycle";
import type { AnyClient, AnyResponse, ApiDescription } from "./api-description.ts";
import type { Call } from "./call.ts";
import { Caller, methods } from "./caller.ts";
import {
  type ClientOptions,
  type ClientSettings,
  clientSettings,
  type GivenInit,
  type JobOptions,
} from "./client-options.ts";
import { attachJobs, createJobs, type JobKind, type Jobs } from "./jobs.ts";
import type { RequestWriter } from "./parameters.ts";
import type { ReceivedResponse } from "./received-response.ts";

/** What some APIs need at run time, and others do without; all of it is exported by `@genwait/client-core/runtime`. */
export interface Features {
  /** What writes requests as they are declared: `declaredParameters`, `bodies`. @default plain parameters and JSON */
  readonly writers?: readonly RequestWriter[];
  /** `FollowUpJobs` or `DetailedJobs`. @default jobs that are an id and a state */
  readonly jobs?: typeof JobKind;
  /** `webhooks`. @default the client has none */
  readonly webhooks?: (settings: ClientSettings, jobs: Jobs) => { readonly webhooks: object };
}

/**
 * Makes the client of an API: openapi-fetch's, on our transport, with a method for each create and each job.
 *
 * @param features what the API needs beyond what each does
 * @throws TypeError or RangeError for options that can never work, such as a base URL that is none.
 * @example
 * ```ts
 * export const createClient = (options?: ClientOptions): ThingsClient => createApiClient(api, options);
 * ```
 */
export const createApiClient = <C extends AnyClient>(
  api: ApiDescription<C>,
  options: ClientOptions = {},
  features: Features = {},
): C => {
  const client: Record<string, unknown> = {};
  const settings = clientSettings(api, options, client);
  const caller = new Caller(settings, features.writers);
  const jobs = createJobs(settings, caller, features.jobs);
  for (const { starts, id, body } of api.operations)
    if (starts)
      client[starts.method] = body
        ? (given: unknown, init?: GivenInit) => jobs.start(id, given, init)
        : (init?: GivenInit) => jobs.start(id, undefined, init);
  for (const { name } of api.jobs)
    client[name] = (id: string, jobOptions?: JobOptions) => jobs.job(name, id, jobOptions);
  const call = (method: string, path: string, init?: GivenInit): Promise<AnyResponse> =>
    caller.call(method, path, init, (made, received, response) => resultOf(made, received, response, init?.parseAs));
  for (const method of methods) client[method] = (path: string, init?: GivenInit) => call(method, path, init);
  Object.assign(client, {
    request: async (method: string, path: string, init?: GivenInit) => call(`${method}`.toUpperCase(), path, init),
    use: caller.use.bind(caller),
    eject: caller.eject.bind(caller),
    resume: jobs.resume,
    api: api.name,
    ...features.webhooks?.(settings, jobs),
    ...(settings.account !== undefined && { account: settings.account }),
  });
  attachJobs(client, jobs);
  // The one seam between names that are data here and the types that the generator writes for the same names.
  return client as unknown as C;
};

/**
 * A response as openapi-fetch gives it.
 *
 * @throws ApiError for a response that can be given neither as `data` nor as `error`.
 */
const resultOf = async (
  call: Call,
  received: ReceivedResponse,
  response: Response,
  parseAs: GivenInit["parseAs"],
): Promise<AnyResponse> => {
  if (received.isUnread) return { data: await unreadData(call, response, parseAs), response };
  if (!isSuccessStatus(received.status)) {
    // `if (error)` must hold.
    if (received.text === "") throw call.errorOf(received);
    return { error: received.body || received.text, response };
  }
  if (parseAs === "text") return { data: received.text, response };
  if (received.problem !== undefined) throw call.error("invalid-response", { why: received.problem, received });
  call.schemaMismatches(received);
  return { data: received.body, response };
};

const unreadData = async (call: Call, response: Response, parseAs: GivenInit["parseAs"]): Promise<unknown> => {
  if (parseAs === "stream") return response.body;
  try {
    return parseAs === "blob" ? await response.blob() : await response.arrayBuffer();
  } catch (cause) {
    call.throwIfOver();
    throw call.error("network", { why: "the connection broke in the middle of the response", cause });
  }
};
