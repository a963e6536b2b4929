import { type AnyClient, isApiError } from "@genwait/client-core";
import { describe, expect, it } from "vitest";
import { apis, type ContractApi, jobOfId, startWith } from "./apis.ts";
import { type ErrorExample, errorExamplesOf } from "./error-examples.ts";
import { operationInput } from "./operation-input.ts";
import { jsonResponse, serveRaw } from "./raw-response.ts";
import { testKey } from "./test-key.ts";

/** Whether the declaration says of this code what it means for the job: then it is no error of the call. */
const isState = (api: ContractApi, { operation, status }: ErrorExample): boolean =>
  api.jobs.some(
    (job) =>
      job.operation.id === operation.id &&
      job.declaration.state?.rules?.some(({ when }) => when.some((predicate) => predicate.status === status)),
  );

describe.each(apis)("the errors that $name declares", (api) => {
  const examples = errorExamplesOf(api);
  const serve = ({ body, status }: ErrorExample): { readonly client: AnyClient; readonly urls: readonly string[] } => {
    const { fetch, urls } = serveRaw(jsonResponse(body, status, { "x-request-id": "req-1" }));
    return { client: api.description.createClient({ apiKey: testKey, fetch, validate: api.validate }), urls };
  };

  it.each(examples.filter(({ body }) => body === undefined))(
    "are thrown to whoever calls by path where they have no body: $title",
    async (example) => {
      const { operation, status, kind } = example;
      const { client, urls } = serve(example);
      const call = client.request(operation.method.toLowerCase(), operation.path, {
        ...operationInput(operation, api, "an-id"),
      });
      await expect(call).rejects.toMatchObject({ name: "ApiError", kind, status, operation: operation.id });
      expect(urls).toHaveLength(1);
    },
  );

  const told = examples.filter(({ body }) => body !== undefined);
  it.each(told)("are data to whoever calls by path: $title", async (example) => {
    const { operation, status, body } = example;
    const { client, urls } = serve(example);
    const input = operationInput(operation, api, "an-id");
    const result = await client.request(operation.method.toLowerCase(), operation.path, { ...input });
    expect(result).toMatchObject({ error: body });
    expect(result.data).toBeUndefined();
    expect(result.response.status).toBe(status);
    expect(urls).toHaveLength(1);
  });

  /** Calls the operation as whoever starts a job or polls one does; absent for an operation that does neither. */
  const callOf = ({ operation }: ErrorExample): ((client: AnyClient) => Promise<unknown>) | undefined => {
    const job = api.jobs.find((candidate) => candidate.operation.id === operation.id);
    const create = api.jobs.find((candidate) => candidate.create?.operation.id === operation.id)?.create;
    if (job !== undefined) return (client) => jobOfId(client, job, "an-id").poll();
    return create && ((client) => startWith(client, create, create.input));
  };

  const ofJobs = examples.flatMap((example) => {
    const call = callOf(example);
    return call === undefined || isState(api, example) ? [] : [{ ...example, call, example }];
  });
  it.each(ofJobs)("are classified as their kind: $title", async ({ call, example, operation, status, body, kind }) => {
    const { client, urls } = serve(example);
    const error: unknown = await call(client).catch((reason: unknown) => reason);
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({
      kind,
      status,
      operation: operation.id,
      ...(body !== undefined && { excerpt: JSON.stringify(body).slice(0, 500) }),
    });
    expect(urls).toHaveLength(1);
  });

  it("are there for every operation that needs a key, or for none", () => {
    const refused = new Set(
      examples.filter(({ kind }) => kind === "unauthorized").map(({ operation }) => operation.id),
    );
    const keyed = api.description.key === undefined ? [] : api.description.operations.map(({ id }) => id);
    expect([...refused].toSorted()).toEqual(refused.size === 0 ? [] : keyed.toSorted());
  });
});
