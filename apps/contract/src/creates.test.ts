import { isApiError } from "@genwait/client-core";
import { describe, expect, it } from "vitest";
import { htmlAnswer, jsonAnswer } from "./raw-answer.ts";
import { play, type Scene, scenes } from "./scene.ts";
import type { ScriptedAnswer } from "./script.ts";

/** Answers that lose a create: nobody knows whether it has started its job. */
const lost: readonly { readonly name: string; readonly answer: ScriptedAnswer; readonly kind: string }[] = [
  { name: "a connection reset", answer: { end: "reset" }, kind: "network" },
  { name: "no answer at all", answer: { end: "hang" }, kind: "call-timeout" },
  { name: "a 500", answer: { status: 500 }, kind: "unavailable" },
  { name: "a 502 with a page", answer: htmlAnswer(502), kind: "unavailable" },
  { name: "a 504", answer: { status: 504 }, kind: "unavailable" },
  { name: "a 200 with a page", answer: htmlAnswer(200), kind: "contract" },
  { name: "an empty 200", answer: { status: 200 }, kind: "contract" },
  { name: "a body that breaks off", answer: { ...jsonAnswer({ a: 1 }), end: "truncate" }, kind: "network" },
  { name: "a 200 without an id", answer: jsonAnswer({ something: "else" }), kind: "contract" },
];

/** Answers that say for sure that no job was started. */
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
const startOnce = async (scene: Scene, answer: ScriptedAnswer): Promise<unknown> => {
  const outcome = Promise.withResolvers<unknown>();
  await play(scene, { script: [answer] }, async ({ client, requests }) => {
    const { operation, input } = scene.job.create ?? {};
    const started = client({ timeoutMs: minuteMs }).start(operation?.id ?? "", input);
    outcome.resolve(await started.catch((error: unknown) => error));
    expect(requests.map(({ method }) => method)).toEqual([operation?.method]);
  });
  return outcome.promise;
};

describe.concurrent.each(scenes.filter(({ job }) => job.create !== undefined))("a create of $title", (scene) => {
  it.each(lost)("is sent once and says that its job may have started, after $name", async ({ answer, kind }) => {
    const error = await startOnce(scene, answer);
    expect(error).toMatchObject({ name: "ApiError", kind, mayHaveStarted: true });
    expect(isApiError(error) && error.message).toMatch(/may have been started and billed/);
  });

  it.each(refused)("is sent once after a $status", async ({ status, kind }) => {
    const error = await startOnce(scene, jsonAnswer({}, status, { "retry-after": "0" }));
    expect(error).toMatchObject({ name: "ApiError", kind, status });
    expect(error).not.toHaveProperty("mayHaveStarted");
  });
});
