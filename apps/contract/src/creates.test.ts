import { isApiError } from "@genwait/client-core";
import { describe, expect, it } from "vitest";
import { startWith } from "./apis.ts";
import { need } from "./document.ts";
import { type JobUnderTest, jobsUnderTest, playScript } from "./jobs-under-test.ts";
import { htmlResponse, jsonResponse } from "./raw-response.ts";
import type { ScriptedResponse } from "./script.ts";

/** Responses that lose a create: whether it has started its job is unknown. */
const lost: readonly { readonly name: string; readonly response: ScriptedResponse; readonly kind: string }[] = [
  { name: "a connection reset", response: { end: "reset" }, kind: "network" },
  { name: "no response at all", response: { end: "hang" }, kind: "call-timeout" },
  { name: "a 500", response: { status: 500 }, kind: "unavailable" },
  { name: "a 502 with a page", response: htmlResponse(502), kind: "unavailable" },
  { name: "a 504", response: { status: 504 }, kind: "unavailable" },
  { name: "a 200 with a page", response: htmlResponse(200), kind: "invalid-response" },
  { name: "an empty 200", response: { status: 200 }, kind: "invalid-response" },
  { name: "a body that breaks off", response: { ...jsonResponse({ a: 1 }), end: "truncate" }, kind: "network" },
  { name: "a 200 without an id", response: jsonResponse({ something: "else" }), kind: "invalid-response" },
];

/** Responses that say for sure that no job was started. */
const refused: readonly { readonly status: number; readonly kind: string }[] = [
  { status: 400, kind: "invalid-request" },
  { status: 401, kind: "unauthorized" },
  { status: 402, kind: "insufficient-credits" },
  { status: 403, kind: "forbidden" },
  { status: 404, kind: "not-found" },
  { status: 422, kind: "invalid-request" },
  { status: 429, kind: "rate-limited" },
  { status: 503, kind: "unavailable" },
];

const minuteMs = 60_000;

/** Starts a job once, and gives the error that came of it. */
const startOnce = async (underTest: JobUnderTest, response: ScriptedResponse): Promise<unknown> => {
  const outcome = Promise.withResolvers<unknown>();
  await playScript(underTest, { script: [response] }, async ({ client, requests }) => {
    const create = need(underTest.job.create, "create");
    const started = startWith(client({ timeoutMs: minuteMs }), create, create.input);
    outcome.resolve(await started.catch((error: unknown) => error));
    expect(requests.map(({ method }) => method)).toEqual([create.operation.method]);
  });
  return outcome.promise;
};

const creating = jobsUnderTest.filter(({ job }) => job.create !== undefined);

describe.concurrent.each(creating)("a create of $title", (underTest) => {
  it.each(lost)("is sent once and says that its job may have started, after $name", async ({ response, kind }) => {
    const error = await startOnce(underTest, response);
    expect(error).toMatchObject({ name: "ApiError", kind, mayHaveStarted: true });
    expect(isApiError(error) && error.message).toMatch(/may have been started and billed/);
  });

  it.each(refused)("is sent once and says that no job was started, after a $status", async ({ status, kind }) => {
    const error = await startOnce(underTest, jsonResponse({}, status, { "retry-after": "0" }));
    expect(error).toMatchObject({ name: "ApiError", kind, status, mayHaveStarted: false });
  });
});
