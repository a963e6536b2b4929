import { isApiError } from "@genwait/client-core";
import { describe, expect, it } from "vitest";
import { apis } from "./apis.ts";
import { type ErrorExample, errorExamplesOf } from "./error-examples.ts";
import { exampleOfSchema } from "./example-of-schema.ts";
import { jsonAnswer, serveRaw } from "./raw-answer.ts";
import { testKey } from "./test-key.ts";
import { requiredParameters } from "./required-parameters.ts";

describe.each(apis)("the errors that $name declares", (api) => {
  const examples = errorExamplesOf(api);

  it.each(examples)("are read as their kind: $title", async ({ operation, status, body, kind }) => {
    const { fetch, urls } = serveRaw(jsonAnswer(body, status, { "x-request-id": "req-1" }));
    const client = api.descriptor.createClient({ apiKey: testKey, fetch });
    const error: unknown = await client.call(operation.id, inputFor(operation)).catch((reason: unknown) => reason);
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({
      kind,
      status,
      operation: operation.id,
      excerpt: JSON.stringify(body ?? null).slice(0, 500),
    });
    expect(urls).toHaveLength(1);
  });

  it("are there for every operation that needs a key", () => {
    const refused = new Set(
      examples.filter(({ kind }) => kind === "unauthorized").map(({ operation }) => operation.id),
    );
    const keyed = api.descriptor.key === undefined ? [] : Object.keys(api.descriptor.operations);
    expect([...refused].toSorted()).toEqual(keyed.toSorted());
  });

  const inputFor = (operation: ErrorExample["operation"]): unknown => {
    const hasBody = operation.body !== undefined;
    const named = Object.fromEntries(requiredParameters(operation).map((name) => [name, "an-id"]));
    const create = api.jobs.find((job) => (job.create?.operation.body !== undefined) === hasBody)?.create;
    const body = hasBody ? (create?.input ?? exampleOfSchema({}, api)) : undefined;
    return operation.body === "input" ? body : { ...named, ...(hasBody && { body }) };
  };
});
