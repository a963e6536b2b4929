import { fileURLToPath } from "node:url";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { resolverOf } from "../openapi/references.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";
import { type ApiModel, readApi } from "./api-model.ts";
import { emitClient } from "./client-file.ts";
import { jobTypesOf } from "./job-types.ts";
import { emitJobs } from "./jobs-file.ts";

const fixtures = fileURLToPath(new URL("../../../../apps/contract/fixtures", import.meta.url));

const read = async (name: string): Promise<ApiModel> =>
  readApi({ name, document: (await mergeSpec(join(fixtures, name))).document, place: name });

const typesOf = (api: ApiModel): ReturnType<typeof jobTypesOf>[] =>
  api.jobs.map((job) => jobTypesOf(job, resolverOf(api.document)));

const text = (made: string): string => made.replaceAll(/\s+/g, " ");

describe("a job with more than a status", () => {
  it("takes what it needs of itself, so that a cancel needs no poll before it", async () => {
    const [grind, sieve] = (await read("mill")).jobs;
    expect(grind?.cancel?.parameters).toEqual([
      { name: "name", in: "path", from: "$job.id", segments: true },
      { name: "workspace", in: "path", from: "$job.parameters.workspace" },
    ]);
    expect(grind?.parameters).toEqual([{ name: "workspace", type: "string", isRequired: true }]);
    // What only a response tells is taken from it, step by step.
    expect(
      sieve?.output.map(({ call }) => call.parameters.map((one) => ("from" in one ? one.from : one.value))),
    ).toEqual([
      ["$response.body#/file_id", "$job.parameters.workspace"],
      ["$request.path.file_id", "$job.parameters.workspace", "$response.body#/revision"],
    ]);
  });

  it("has the type of its output, and of what says why there is none", async () => {
    const quarry = text(emitJobs(typesOf(await read("quarry"))));
    expect(quarry).toContain('export type CutOutput = components["schemas"]["CutOutput"];');
    expect(quarry).toContain("SucceededState<CutSucceeded> & { readonly output: CutOutput }");
    expect(quarry).toContain('FailedState<CutFailed> & { readonly output?: components["schemas"]["Detail"] }');
    expect(quarry).toContain('readonly cancel: NonNullable<Job<CutState, CutResult>["cancel"]>;');
    const mill = text(emitJobs(typesOf(await read("mill"))));
    expect(mill).toContain("export type SieveOutput = Blob;");
    expect(mill).toContain("readonly renew: ");
    expect(text(emitJobs(typesOf(await read("bellows"))))).toContain("export type BlowSucceeded = Blob;");
  });

  it("asks callers for what it cannot know, and for nothing that has one legal value", async () => {
    const api = await read("mill");
    const client = text(emitClient(api, typesOf(api)));
    expect(client).toContain("grind(id: string, options: JobOptions & { readonly workspace: string }): GrindJob;");
    expect(client).toContain('StartInit<WithConstants<operations["createGrind"], { header: "X-Version" }>>');
    expect(client).toContain('Omit<components["schemas"]["Upload"], "grain"> & { readonly grain: Blob');
  });

  it.each([
    ["kiln", "createApiClient(api, options, { writers: [declaredParameters] })"],
    ["lathe", "{ writers: [declaredParameters], jobs: FollowUpJobs, webhooks }"],
    ["loom", "createApiClient(api, options);"],
    ["mill", "{ writers: [declaredParameters, bodies], jobs: FollowUpJobs }"],
  ])("carries at run time what %s needs and no more", async (name, call) => {
    const api = await read(name);
    expect(text(emitClient(api, typesOf(api)))).toContain(call);
  });
});
