import {
  type Classification,
  classifyOutput,
  classifyResponse,
  compileLifecycle,
  errorKindOfStatus,
  type ResponseFacts,
  type XOutput,
} from "@genwait/lifecycle";

import type { JobFollowUp, JobModel } from "../document/api-model.ts";
import { contentOf, isJson, type Operation, responseFor } from "../document/operation.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import { createSegmentReader } from "../document/segments.ts";
import { problemResponse } from "../engine/problem.ts";
import { parseJson } from "../json.ts";
import type { MockResponse } from "../mock-request.ts";
import type { RecordedResponse } from "../mock-options.ts";
import { finalize } from "../response/finalize.ts";
import type { LogEntry } from "../response/log-entry.ts";
import type { ApiService } from "./api-service.ts";
import type { ApiContext } from "./context.ts";
import { readRequest } from "./parse-request.ts";
import { withoutContent } from "./recorded-body.ts";
import { fromEngine } from "./service-response.ts";

/** How calls are passed through to the real service. */
export interface PassThroughOptions {
  /** Its base URL. */
  readonly upstream: string;
  readonly fetch: typeof fetch;
  readonly onRecord?: (recorded: RecordedResponse) => void;
  /** Whether recorded responses keep what they say. */
  readonly recordsRaw: boolean;
}

/** Hands every call on to the real service, says what its document and lifecycle have against the response, and records it. */
export const createPassThrough = (context: ApiContext, options: PassThroughOptions): ApiService => {
  const { api, engine, shared } = context;
  const recorded = new Set<string>();
  const readSegments = createSegmentReader(api);
  return async (request) => {
    const { method, target, headers, body, bytes } = request;
    const read = readRequest(request, shared.book);
    const asked = { ...read.request, path: readSegments(read.request.method, read.request.path) };
    const matched = await engine.match(asked);
    const operation = matched.ok ? matched.operation : undefined;
    const logEntry: LogEntry = { ...(operation !== undefined && { operation: operation.name }) };
    const sent = await options
      .fetch(options.upstream.replace(/\/+$/, "") + target, {
        method,
        redirect: "manual",
        headers: passedOn(headers),
        ...(body !== "" && { body: bytes ?? body }),
      })
      .then(async (response) => ({ response, bytes: new Uint8Array(await response.arrayBuffer()) }))
      .catch((error: unknown) => error);
    if (!isSent(sent)) {
      const detail = `Failed to pass the call on to ${options.upstream}: ${String(sent)}.`;
      const response = fromEngine(problemResponse({ name: "mock", title: "Bad gateway", status: 502, detail }));
      return { response: finalize({ response, logEntry }, plain), logEntry: { ...logEntry, violations: [detail] } };
    }
    const { status } = sent.response;
    const given = Object.fromEntries([...sent.response.headers].filter(([name]) => !hopByHop.has(name)));
    const mediaType = given["content-type"] ?? "";
    const text = isJson(mediaType) ? new TextDecoder().decode(sent.bytes) : undefined;
    const parsed = text === undefined ? undefined : parseJson(text);
    const value = parsed?.ok === true ? parsed.value : undefined;
    const job = operation && api.jobs.find((candidate) => candidate.operation === operation);
    if (operation !== undefined) {
      const facts = { status, body: value, header: (name: string) => given[name.toLowerCase()] };
      const about = api.followUps.get(operation)?.[0];
      const id = job === undefined ? idOf(about, asked) : valueAt(job.id, asked, operation.path);
      const meaning = job && classifyResponse(compileLifecycle(job.declaration), facts, { id });
      const violations = [
        ...(await engine.check(operation, {
          status,
          headers: given,
          body: value ?? text ?? (mediaType === "" ? undefined : Buffer.from(sent.bytes).toString("latin1")),
        })),
        ...faultOf(meaning),
      ];
      if (violations.length > 0) logEntry.violations = violations;
      if (id !== undefined) logEntry.job = id;
      if (about?.followUp.step !== undefined) logEntry.kind = meaningOfOutput(about.followUp.step, facts);
      if (job !== undefined && meaning !== undefined) record({ operation, job, status, body: value, meaning });
    }
    const response: MockResponse = {
      status,
      headers: { ...given, "content-length": String(sent.bytes.byteLength) },
      chunks: sent.bytes.byteLength === 0 || method === "HEAD" ? [] : [text ?? sent.bytes],
      end: "close",
      delayMs: 0,
    };
    return { response, logEntry };
  };

  function record({ operation, job, status, body, meaning }: Seen): void {
    const schema = contentOf(responseFor(operation, status))?.schema;
    const kept = options.recordsRaw ? body : withoutContent(body, schema, job.declaration);
    const entry: RecordedResponse = {
      api: api.name,
      name: nameOf(operation, status, meaning),
      job: job.declaration.name,
      mark: "observed",
      response: { status, ...(kept !== undefined && { body: kept }) },
      means: meaningOf(status, meaning),
    };
    const key = JSON.stringify(entry);
    if (recorded.has(key) || recorded.size >= mostRecorded) return;
    recorded.add(key);
    options.onRecord?.(entry);
  }
};

const idOf = (about: JobFollowUp | undefined, request: RequestParts): string | undefined => {
  const part = about?.followUp.request.find(({ value }) => value.is === "id");
  return part && about && valueAt(part.place, request, about.followUp.operation.path);
};

/** What the declaration takes a response of an output's operation for. */
const meaningOfOutput = (step: XOutput, facts: ResponseFacts): string => {
  const found = classifyOutput(step, facts);
  if (found.is === "unclassified") return facts.status < 300 ? "output" : "error";
  return found.is === "pending" ? "output not ready" : `output ${found.failure.kind}`;
};

interface Seen {
  readonly operation: Operation;
  readonly job: JobModel;
  readonly status: number;
  readonly body: unknown;
  readonly meaning: Classification;
}

const mostRecorded = 10_000;
const plain = { headers: {}, isDeprecated: false };

const isSent = (value: unknown): value is { readonly response: Response; readonly bytes: Uint8Array } =>
  typeof value === "object" && value !== null && "bytes" in value && "response" in value;

// What belongs to one connection, and what the platform's fetch has undone already.
const hopByHop: ReadonlySet<string> = new Set(
  "connection content-encoding content-length keep-alive proxy-connection te trailer transfer-encoding upgrade".split(
    " ",
  ),
);

const passedOn = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !hopByHop.has(name) && !name.startsWith("x-mock-") && name !== "host" && name !== "accept-encoding",
    ),
  );

const faultOf = (meaning: Classification | undefined): readonly string[] =>
  meaning?.is === "invalid-response"
    ? [`the lifecycle expects ${meaning.expected} at ${meaning.pointer}, and there is ${meaning.found}`]
    : [];

const meaningOf = (status: number, meaning: Classification): RecordedResponse["means"] => {
  if (meaning.is === "state") return { phase: meaning.state.phase };
  if (meaning.is === "call-error") return { error: meaning.kind };
  return { error: meaning.is === "unclassified" ? errorKindOfStatus(status) : "invalid-response" };
};

const nameOf = ({ name }: Operation, status: number, meaning: Classification): string => {
  const { phase, error } = meaningOf(status, meaning);
  return `${name} responded with ${status}: ${phase ?? error ?? "something else"}`;
};
