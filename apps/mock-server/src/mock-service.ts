import { createControl, type MockControl } from "./control/control.ts";
import { createHttpControl, isControl } from "./control/http-control.ts";
import { type ApiReport, type CreateReport, reportApi } from "./control/reports.ts";
import type { ApiModel } from "./document/api-model.ts";
import type { Operation } from "./document/operation.ts";
import type { MockApiSource } from "./mock-options.ts";
import { createInProcessFetch } from "./http/in-process-fetch.ts";
import { type Destination, routeByOrigin, targetOf } from "./http/route-by-origin.ts";
import type { MockResponse, MockRequest } from "./mock-request.ts";
import { type Core, known } from "./service/core.ts";

/** One mocked API. */
export interface MockApi {
  readonly name: string;
  /** The document's own title. */
  readonly title: string;
  /** Where it is reached: a client's `baseUrl`. */
  readonly url: string;
  /** Reaches this API without a socket, whatever the origin of the address. */
  readonly fetch: typeof fetch;
  /** What can be called. */
  readonly routes: readonly MockRoute[];
  /** What starts a job, with a body that is enough: to paste. */
  readonly creates: readonly CreateReport[];
  /** The job that is meant where none is named. */
  readonly defaultJob?: string;
  /** Where a key belongs: the name of a header. */
  readonly keyHeader?: string;
  /** What stands there before the key, such as `Bearer `. */
  readonly keyPrefix?: string;
}

/** An operation of a mocked API. */
export interface MockRoute {
  readonly operation: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  /** The name of the job that it reports on, where it does. */
  readonly job?: string;
}

/** Mocked services, and the means to steer them. */
export interface MockService extends MockControl {
  readonly apis: Readonly<Record<string, MockApi>>;
  /**
   * Where an API is reached: a client's `baseUrl`.
   *
   * @throws TypeError when there is no such API.
   */
  url(api: string): string;
  /** Reaches every API without a socket: by its {@link MockApi.url}, or by the servers that its document names. */
  readonly fetch: typeof fetch;
  /** Responds as data: what both renderers draw. */
  respond(api: string, request: MockRequest): Promise<MockResponse>;
  /**
   * Reads an API's document again; its jobs live on where it still declares them.
   *
   * @throws TypeError when there is no such API, or its document cannot be used: then everything stays as it was.
   */
  reload(source: MockApiSource): Promise<MockApi>;
  /** Ends every response that hangs. Nothing is left. */
  close(): Promise<void>;
}

const routeOf = ({ name, method, path, xJob }: Operation): MockRoute => ({
  operation: name,
  method: method.toUpperCase(),
  path,
  ...(xJob !== undefined && { job: xJob.name }),
});

const defaultJobOf = ({ jobs }: ApiReport): { readonly defaultJob?: string } => {
  const preset = jobs.find(({ isDefault }) => isDefault);
  return preset === undefined ? {} : { defaultJob: preset.name };
};

/** Where a service is reached. */
export interface ServicePlace {
  readonly urls: ReadonlyMap<string, string>;
  /** Whether there is a socket behind the addresses. */
  readonly isServed: boolean;
  /** What callers of the control API must show. */
  readonly token?: string;
}

/** Puts a service together under the addresses of its APIs. */
export const assembleService = (core: Core, place: ServicePlace): MockService => {
  const closing = new AbortController();
  const { clock, contexts, shared } = core;
  const { urls, isServed, token } = place;
  const control = createControl(core);
  // Another document of an API takes the place of the one before.
  const models: ApiModel[] = [];
  const reports: ApiReport[] = [];
  const options = { control, shared, apis: reports, closed: closing.signal, ...(token !== undefined && { token }) };
  const steer = createHttpControl(options);
  const respond = (api: string, request: MockRequest): Promise<MockResponse> =>
    isControl(request.target) ? steer(request) : core.respond(api, request);
  const reach = (destination: (url: URL) => Destination | undefined): typeof fetch =>
    createInProcessFetch({
      clock,
      closed: closing.signal,
      route: (url) => {
        const found = destination(url);
        return found && { target: found.target, base: found.base, respond: (request) => respond(found.api, request) };
      },
    });
  const apiOf = ({ name, title, servers, operations }: ApiModel, report: ApiReport): MockApi => ({
    name,
    title,
    url: known(urls, name),
    fetch: reach((url) => ({ api: name, ...targetOf(url, servers) })),
    routes: operations.map(routeOf),
    creates: report.creates,
    ...defaultJobOf(report),
    ...(report.keyHeader !== undefined && { keyHeader: report.keyHeader }),
    ...(report.keyPrefix !== undefined && { keyPrefix: report.keyPrefix }),
  });
  const apis: Record<string, MockApi> = {};
  const show = (api: ApiModel, index: number): MockApi => {
    models[index] = api;
    const report = reportApi(api, isServed ? known(urls, api.name) : null);
    reports[index] = report;
    return (apis[api.name] = apiOf(api, report));
  };
  for (const [index, { api }] of [...contexts.values()].entries()) show(api, index);
  return {
    ...control,
    apis,
    url: (api) => known(urls, api),
    fetch: reach((url) => routeByOrigin(url, models, urls)),
    respond,
    reload: async (source) => {
      const { api } = await core.reload(source);
      return show(
        api,
        models.findIndex(({ name }) => name === api.name),
      );
    },
    close: async () => {
      shared.callbacks.close();
      closing.abort(new TypeError("fetch failed", { cause: new Error("The mock was closed.") }));
    },
  };
};
