import { readPrefer } from "../response/read-prefer.ts";
import type { EngineRequest, Preferences } from "../engine/engine.ts";
import { type FaultRule, faultNamed } from "../fault/fault.ts";
import { parseJson } from "../json.ts";
import type { NamedScenario } from "../job/job-record.ts";
import { type MockRequest, splitTarget } from "../mock-request.ts";
import { lackOf } from "../scenario/hint.ts";
import type { ScenarioBook } from "../scenario/scenario-book.ts";

/** A request, taken apart. */
export interface ReadRequest {
  readonly request: EngineRequest;
  /** Where the caller reached the API. */
  readonly base: string;
  readonly preferences?: Preferences;
  readonly chosen?: NamedScenario;
  readonly fault?: FaultRule;
  /** Why the request cannot be taken as it is. */
  readonly trouble?: Trouble;
}

/** Why a request cannot be taken as it is, and whose business that is. */
export interface Trouble {
  readonly of: "body" | "mock" | "prefer";
  readonly reason: string;
}

/** Reads what a request carries for the engine, and what for the mock itself. */
export const readRequest = ({ method, target, headers, body, base }: MockRequest, book: ScenarioBook): ReadRequest => {
  const { path, query } = splitTarget(target);
  const parsed = parseBody(body, headers["content-type"]);
  const preferred = readPrefer(headers.prefer, query);
  const { "x-mock-scenario": scenario, "x-mock-fault": fault } = headers;
  const chosen = scenario === undefined ? undefined : book.find(scenario);
  const rule = faultNamed(fault);
  const trouble: Trouble | undefined =
    troubleOf(headers, chosen, book) ??
    parsed.trouble ??
    (preferred.trouble === undefined ? undefined : ({ of: "prefer", reason: preferred.trouble } as const));
  return {
    base: base ?? originOf(headers.host),
    request: { method: method.toLowerCase(), path, query, headers, body: parsed.body },
    ...(preferred.preferences !== undefined && { preferences: preferred.preferences }),
    ...(chosen !== undefined && { chosen }),
    ...(rule !== undefined && { fault: rule }),
    ...(trouble !== undefined && { trouble }),
  };
};

// Never a forwarded header: anybody can send one. A Host that is no host leads nowhere.
const originOf = (host: string = ""): string =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).origin : "http://127.0.0.1";

const parseBody = (text: string, mediaType: string = ""): { readonly body?: unknown; readonly trouble?: Trouble } => {
  if (text === "") return {};
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(mediaType)) return { body: text };
  const parsed = parseJson(text);
  return parsed.ok
    ? { body: parsed.value }
    : { trouble: { of: "body", reason: `the body is no JSON: ${parsed.reason}` } };
};

const troubleOf = (
  headers: MockRequest["headers"],
  chosen: NamedScenario | undefined,
  book: ScenarioBook,
): Trouble | undefined => {
  const { "x-mock-scenario": scenario, "x-mock-fault": fault } = headers;
  // A header that was mistyped must not let a test pass because nothing ever happened.
  const stranger = Object.keys(headers).find((name) => name.startsWith("x-mock-") && !mockHeaders.includes(name));
  if (stranger !== undefined)
    return { of: "mock", reason: `Failed to read the header ${stranger}: send one of ${mockHeaders.join(", ")}.` };
  if (scenario !== undefined && chosen === undefined) {
    return {
      of: "mock",
      reason: `Failed to choose a scenario: ${lackOf(scenario, book)} GET /_mock/scenarios lists them.`,
    };
  }
  if (fault !== undefined && faultNamed(fault) === undefined) {
    return {
      of: "mock",
      reason: `Failed to choose a fault: there is none called "${fault}". GET /_mock/faults lists them.`,
    };
  }
  return undefined;
};

/** The headers of a request that are for the mock itself. */
const mockHeaders: readonly string[] = ["x-mock-scenario", "x-mock-fault", "x-mock-token"];
