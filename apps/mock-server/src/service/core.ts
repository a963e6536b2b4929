import { type Clock, systemClock } from "@genwait/lifecycle";

import type { SecurityScheme } from "../document/operation.ts";
import { checkOptions } from "../check-options.ts";
import { createInjectedFaults } from "../fault/injected-faults.ts";
import { createJobStore } from "../job/job-store.ts";
import { createRequestLog, type RequestLog } from "../log/request-log.ts";
import type { MockApiSource, MockOptions } from "../mock-options.ts";
import type { MockResponse, MockRequest } from "../mock-request.ts";
import { createMockTime, startTimeMs } from "../mock-time.ts";
import { lackOf } from "../scenario/hint.ts";
import { createScenarioBook, type ScenarioBook } from "../scenario/scenario-book.ts";
import { createCallbacks } from "./callbacks.ts";
import { createChanges } from "./changes.ts";
import { type ApiService, createApiService } from "./api-service.ts";
import { createPassThrough } from "./pass-through.ts";
import { isLoopback } from "../control/access.ts";
import type { ApiContext, Shared } from "./context.ts";
import { createApi } from "./create-api.ts";
import { mockWebhookSecret } from "./webhook-signature.ts";

/** Everything behind an address: the APIs, what they share, and the log. */
export interface Core {
  readonly contexts: ReadonlyMap<string, ApiContext>;
  readonly shared: Shared;
  readonly requests: RequestLog;
  readonly clock: Clock;
  readonly respond: (api: string, request: MockRequest) => Promise<MockResponse>;
  /** Reads an API's document again. Its jobs live on. */
  readonly reload: (source: MockApiSource) => Promise<ApiContext>;
}

/**
 * Reads every document and makes every API ready.
 *
 * @throws TypeError when a document, the scenario or a name cannot be used.
 */
export const createCore = async (options: MockOptions): Promise<Core> => {
  checkOptions(options);
  const { clock = systemClock, maxRequests = 1000, log } = options;
  const requests = createRequestLog(maxRequests);
  if (log !== undefined) requests.subscribe(log);
  const shared = sharedOf(options, clock, requests);
  const contexts = new Map<string, ApiContext>();
  const responders = new Map<string, (request: MockRequest) => Promise<MockResponse>>();
  const load = async (source: MockApiSource): Promise<ApiContext> => {
    const context = await createApi(source, options, shared);
    const service = serviceOf(context, source, options);
    contexts.set(source.name, context);
    responders.set(source.name, responderOf(context, service, requests));
    return context;
  };
  for (const source of options.apis.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (contexts.has(source.name))
      throw new TypeError(`Failed to mock ${source.name}: the name is given twice. Give each API a name of its own.`);
    await load(source);
  }
  return {
    contexts,
    shared,
    requests,
    clock,
    respond: (api, request) => known(responders, api)(request),
    reload: async (source) => {
      known(contexts, source.name);
      const context = await load(source);
      shared.store.adopt(source.name, context.api.jobs);
      shared.changes.emit({ of: "reloaded" });
      return context;
    },
  };
};

/**
 * The entry of a table by an API's name.
 *
 * @throws TypeError when there is no such API.
 */
export const known = <T>(table: ReadonlyMap<string, T>, api: string): T => {
  const entry = table.get(api);
  if (entry === undefined)
    throw new TypeError(
      `Failed to find the API "${api}": it is not mocked. Choose one of ${[...table.keys()].join(", ")}.`,
    );
  return entry;
};

const sharedOf = (options: MockOptions, clock: Clock, requests: RequestLog): Shared => {
  const {
    seed = 1,
    speed = 1,
    startTime,
    anyId = false,
    validate = true,
    callbacks = "loopback",
    fetch: send = fetch,
    maxJobs = 200_000,
    keys,
    webhookSecret: secret = mockWebhookSecret,
    webhookUrl,
  } = options;
  const changes = createChanges();
  return {
    store: createJobStore(maxJobs),
    book: bookOf(options),
    faults: createInjectedFaults(() => changes.emit({ of: "faults" })),
    time: createMockTime(clock, { speed, startMs: startTimeMs(startTime) }),
    changes,
    seed,
    takesAnyId: anyId,
    validatesRequests: validate,
    creates: new Map(),
    callbacks: createCallbacks({
      clock,
      requests,
      reach: callbacks,
      fetch: send,
      secret,
      ...(webhookUrl !== undefined && { webhookUrl }),
    }),
    ...(keys !== undefined && { keys }),
  };
};

const bookOf = ({ scenario, scenarios }: MockOptions): ScenarioBook => {
  const book = createScenarioBook(scenarios);
  if (typeof scenario === "object") book.default = { name: "default", scenario };
  if (typeof scenario === "string") {
    const chosen = book.find(scenario);
    if (chosen === undefined)
      throw new TypeError(
        `Failed to choose a scenario: ${lackOf(scenario, book)} Choose one of ${book
          .list()
          .map(({ name }) => name)
          .join(", ")}.`,
      );
    book.default = chosen;
  }
  book.settle();
  return book;
};

const serviceOf = (
  context: ApiContext,
  { name, upstream }: MockApiSource,
  { fetch: send = fetch, onRecord, recordsRaw = false }: MockOptions,
): ApiService => {
  if (upstream === undefined) return createApiService(context);
  const url = URL.canParse(upstream) ? new URL(upstream) : undefined;
  if (url?.protocol !== "https:" && !(url?.protocol === "http:" && isLoopback(url.host))) {
    throw new TypeError(
      `Failed to pass calls of ${name} through to ${JSON.stringify(upstream)}: it is no https address. Keys go there; give one such as https://api.example.com.`,
    );
  }
  return createPassThrough(context, { upstream, fetch: send, recordsRaw, ...(onRecord !== undefined && { onRecord }) });
};

const responderOf = (
  context: ApiContext,
  service: ApiService,
  requests: RequestLog,
): ((request: MockRequest) => Promise<MockResponse>) => {
  const schemes: readonly SecurityScheme[] = context.api.operations.flatMap(({ security }) => security.flat());
  const secrets = new Set(schemes.flatMap((scheme) => (scheme.type === "apiKey" ? [scheme.name.toLowerCase()] : [])));
  const { name } = context.api;
  const { time } = context.shared;
  return async (request) => {
    const { response, logEntry } = await service(request);
    requests.write({ api: name, atMs: time.now(), callerMs: time.limitsNow(), request, response, logEntry, secrets });
    return response;
  };
};
