import type { ApiModel } from "../document/api-model.ts";

/** Where a request goes: which API, and its path there. */
export interface Destination {
  readonly api: string;
  readonly target: string;
  readonly base: string;
}

/** Finds the API for an address: by the mock's own addresses, or by the servers that the documents name. */
export const routeByOrigin = (
  url: URL,
  apis: readonly ApiModel[],
  urls: ReadonlyMap<string, string>,
): Destination | undefined => {
  const own = apis.find(({ name }) => new URL(urls.get(name) ?? "about:blank").origin === url.origin);
  const named =
    own ??
    apis.find(({ servers }) => servers.some((server) => server.origin === url.origin && isUnder(url.pathname, server)));
  return named === undefined ? undefined : { api: named.name, ...targetOf(url, named.servers) };
};

/** Path and query as the document writes them, and what stands before them: the origin and the path that a server's address ends with. */
export const targetOf = (url: URL, servers: readonly URL[]): { readonly target: string; readonly base: string } => {
  const server = servers.find(
    (candidate) => candidate.origin === url.origin && basePath(candidate) !== "" && isUnder(url.pathname, candidate),
  );
  const before = server === undefined ? "" : basePath(server);
  const path = url.pathname.slice(before.length);
  return { target: `${path === "" ? "/" : path}${url.search}`, base: url.origin + before };
};

const basePath = ({ pathname }: URL): string => pathname.replace(/\/$/, "");

const isUnder = (path: string, server: URL): boolean =>
  path === basePath(server) || path.startsWith(`${basePath(server)}/`);
