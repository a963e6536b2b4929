import { jsonAnswer, type RawAnswer } from "../answer/raw-answer.ts";
import type { MockAnswer, MockRequest } from "../mock-request.ts";
import { splitTarget } from "../mock-request.ts";
import { accessFault } from "./access.ts";
import type { Changes } from "./changes.ts";
import type { MockControl } from "./control.ts";
import { ControlError } from "./control-error.ts";
import { createEventStream } from "./event-stream.ts";
import { jobRoutes } from "./job-routes.ts";
import { otherRoutes } from "./other-routes.ts";
import { readPageFile } from "./page-files.ts";
import type { ControlRoutes } from "./route.ts";

/** Whether a request is for the mock itself. */
export const isControl = (target: string): boolean => /^\/_mock(?:[/?]|$)/.test(target);

export interface HttpControlOptions {
  readonly control: MockControl;
  readonly changes: Changes;
  readonly apis: () => readonly unknown[];
  /** Needed where the mock can be reached from other machines. */
  readonly token?: string;
}

/** The control API over HTTP: the same on every port, described by control.openapi.yaml. */
export const createHttpControl = ({ control, changes, apis, token }: HttpControlOptions): ((request: MockRequest) => Promise<MockAnswer>) => {
  const routes: ControlRoutes = {
    ...jobRoutes(control),
    ...otherRoutes(control),
    "GET /apis": () => jsonAnswer(200, { apis: apis() }),
  };
  return async (request) => {
    const { path, query } = splitTarget(request.target);
    const place = path.slice("/_mock".length);
    // The page's files tell nothing that the package does not: they need no token, or nobody could enter one.
    const file = request.method === "GET" ? await readPageFile(place) : undefined;
    const fault = accessFault(request, file === undefined ? token : undefined);
    if (fault !== undefined && (file === undefined || token === undefined)) return plain(problem(403, fault));
    if (file !== undefined) return plain(file);
    if (request.method === "GET" && place === "/events") return events(control, changes);
    try {
      return plain(await route(routes, { method: request.method, place, query: single(query), body: request.body }));
    } catch (error) {
      const status = error instanceof ControlError ? error.status : 500;
      return plain(problem(status, error instanceof Error ? error.message : String(error)));
    }
  };
};

interface Asked {
  readonly method: string;
  readonly place: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

const route = (routes: ControlRoutes, { method, place, query, body }: Asked): RawAnswer | Promise<RawAnswer> => {
  const named = /^(\/[a-z]+)\/([^/]+)$/.exec(place);
  const exact = routes[`${method} ${place}`];
  const handler = exact ?? (named === null ? undefined : routes[`${method} ${named[1]}/*`]);
  if (handler !== undefined) return handler({ name: exact === undefined ? decoded(named?.[2] ?? "") : "", query, body });
  const known = Object.keys(routes).map((key) => key.split(" ")[1] ?? "");
  const isKnown = known.includes(place) || (named !== null && known.includes(`${named[1]}/*`));
  if (isKnown) return problem(405, `The control API has no ${method} for ${place}. GET /_mock/openapi.yaml describes it.`);
  return problem(404, `The control API has no ${place === "" ? "such page: it begins at /_mock/" : place}. GET /_mock/openapi.yaml describes it.`);
};

const events = (control: MockControl, changes: Changes): MockAnswer => {
  const ends: (() => void)[] = [];
  const { stream, push } = createEventStream(() => ends.forEach((end) => end()));
  ends.push(control.requests.subscribe((entry) => push("request", entry)), changes.subscribe((what) => push("change", { what })));
  const headers = { "content-type": "text/event-stream", "cache-control": "no-store" };
  return { status: 200, headers, chunks: ["retry: 1000\n\n"], stream, end: "close", delayMs: 0 };
};

const problem = (status: number, detail: string): RawAnswer => ({
  ...jsonAnswer(status, { type: "about:blank", title: "The mock cannot do that", status, detail }),
  mediaType: "application/problem+json",
});

const plain = ({ status, headers, mediaType, text }: RawAnswer): MockAnswer => ({
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
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, typeof value === "string" ? value : (value[0] ?? "")]));

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
