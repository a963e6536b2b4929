import { jsonResponse, type RawResponse } from "../response/raw-response.ts";
import type { MockResponse, MockRequest } from "../mock-request.ts";
import { splitTarget } from "../mock-request.ts";
import type { Shared } from "../service/context.ts";
import { isFileTarget } from "../file/file-address.ts";
import { refuseAccess } from "./access.ts";
import type { MockControl } from "./control.ts";
import { ControlError } from "./control-error.ts";
import { createEventFeed, event, type EventFeed } from "./event-feed.ts";
import { findRoute } from "./find-route.ts";
import { jobRoutes } from "./job-routes.ts";
import { reportOf } from "./job-report.ts";
import { otherRoutes } from "./other-routes.ts";
import { readPageFile } from "./page-files.ts";
import { problemOf } from "./problem.ts";
import { numberIn } from "./read-query.ts";
import { type ApiReport, reportClock, reportFault, reportScenarios } from "./reports.ts";
import type { ControlRoutes } from "./route.ts";
import { scenarioRoutes } from "./scenario-routes.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";
import type { Taken } from "./waiting-changes.ts";

/** Whether a request is for the mock itself. */
export const isControl = (target: string): boolean => /^\/_mock(?:[/?]|$)/.test(target) && !isFileTarget(target);

/** What the control API responds from. */
export interface HttpControlOptions {
  readonly control: MockControl;
  readonly shared: Shared;
  readonly apis: readonly ApiReport[];
  /** Aborted when the mock closes. */
  readonly closed: AbortSignal;
  /** Needed where the mock can be reached from other machines. */
  readonly token?: string;
}

/** The control API over HTTP: the same on every port, described by control.openapi.yaml. */
export const createHttpControl = (options: HttpControlOptions): ((request: MockRequest) => Promise<MockResponse>) => {
  const { control, shared, apis, closed, token } = options;
  const snapshot = (query: Readonly<Record<string, string>>): Snapshot => takeSnapshot(control, apis, limitsOf(query));
  const routes: ControlRoutes = {
    ...jobRoutes(control),
    ...scenarioRoutes(control),
    ...otherRoutes(control, (api) => apis.find(({ name }) => name === api)?.address ?? `https://${api}.mock.invalid`),
    "GET /snapshot": ({ query }) => jsonResponse(200, snapshot(query)),
    "GET /health": () => jsonResponse(200, { status: "ok", apis }),
  };
  const feed = createEventFeed({
    listen: (waiting) => {
      const ends = [control.requests.subscribe(waiting.addRequest), shared.changes.subscribe(waiting.add)];
      return () => {
        for (const end of ends) end();
      };
    },
    snapshot: (limits) => event("snapshot", takeSnapshot(control, apis, JSON.parse(limits))),
    news: (taken) => newsOf(taken, control, shared),
    clock: () => event("clock", reportClock(control)),
    closed,
  });
  return async (request) => {
    const { method, body } = request;
    const { path, query } = splitTarget(request.target);
    const place = path.slice("/_mock".length);
    try {
      // The page's files tell nothing that the package does not: they need no token, or nobody could enter one.
      const isRead = method === "GET" || method === "HEAD";
      const file = isRead ? await readPageFile(place) : undefined;
      const isOpen = file !== undefined || place === "/health";
      // Whoever watches over a container asks by any name, and learns nothing.
      const isHealth = place === "/health";
      const refused = isHealth ? undefined : refuseAccess(request, { isOpen, ...(token !== undefined && { token }) });
      if (refused !== undefined) return whole(refused);
      if (file !== undefined) return method === "HEAD" ? { ...whole(file), chunks: [] } : whole(file);
      const asked = single(query);
      if (method === "GET" && place === "/events") {
        refuseStrangers(asked, { place, apis });
        return streamed(feed.open(JSON.stringify(limitsOf(asked))));
      }
      const { handler, name } = findRoute(routes, method === "HEAD" ? "GET" : method, place);
      refuseStrangers(asked, { place, apis });
      const found = whole(await handler({ name, query: asked, body }));
      return method === "HEAD" ? { ...found, chunks: [] } : found;
    } catch (error) {
      return whole(problemOf(error));
    }
  };
};

const newsOf = ({ requests, jobs, removed, parts }: Taken, control: MockControl, shared: Shared): string =>
  [
    removed.length > 0 &&
      event(
        "removed",
        removed.map(({ api, job, id }) => ({ api, job: job.declaration.name, id })),
      ),
    // After what was removed: an id that was deleted may be used again.
    jobs.length > 0 &&
      event(
        "jobs",
        jobs.map((record) => reportOf(record, shared)),
      ),
    parts.has("cleared") && event("cleared", {}),
    requests.length > 0 && event("requests", requests),
    parts.has("clock") && event("clock", reportClock(control)),
    parts.has("scenarios") && event("scenarios", reportScenarios(control)),
    parts.has("faults") && event("faults", control.faults.list().map(reportFault)),
  ]
    .filter((text) => text !== false)
    .join("");

// As unknown members of a body are: a filter that was mistyped must not show everything.
const refuseStrangers = (
  query: Readonly<Record<string, string>>,
  { place, apis }: { readonly place: string; readonly apis: readonly ApiReport[] },
): void => {
  const { api } = query;
  if (api !== undefined && !apis.some(({ name }) => name === api))
    throw new ControlError(
      "no-api",
      `Failed to find the API "${api}": it is not mocked. Choose one of ${apis.map(({ name }) => name).join(", ")}.`,
    );
  const known = queries[place] ?? ["api", "job"];
  const stranger = Object.keys(query).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new ControlError(
    "bad-request",
    `Failed to read the query: it has no place for "${stranger}". Send ${known.join(", ")}.`,
  );
};

const queries: Readonly<Record<string, readonly string[]>> = {
  "/jobs": ["api", "phase", "limit", "offset"],
  "/requests": ["api", "job", "since", "limit"],
  "/requests.har": ["api", "job", "since", "limit"],
  "/snapshot": ["jobs", "requests"],
  "/events": ["jobs", "requests"],
};

const limitsOf = (query: Readonly<Record<string, string>>): { readonly jobs: number; readonly requests: number } => ({
  jobs: numberIn(query, "jobs", { least: 0, most: 10_000, otherwise: 2000 }),
  requests: numberIn(query, "requests", { least: 0, most: 10_000, otherwise: 1000 }),
});

const streamed = ({ stream, closed }: ReturnType<EventFeed["open"]>): MockResponse => ({
  status: 200,
  headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  chunks: [],
  stream,
  closed,
  end: "close",
  delayMs: 0,
});

const whole = ({ status, headers, mediaType, text }: RawResponse): MockResponse => ({
  status,
  headers: {
    "cache-control": "no-store",
    ...headers,
    ...(mediaType !== undefined && { "content-type": mediaType }),
    ...(text !== undefined && { "content-length": String(Buffer.byteLength(text)) }),
  },
  chunks: text === undefined ? [] : [text],
  end: "close",
  delayMs: 0,
});

const single = (query: Readonly<Record<string, string | string[]>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (typeof value === "string") return [name, value];
      throw new ControlError("bad-request", `Failed to read the query: "${name}" is in it twice. Send it once.`);
    }),
  );
