import { fileURLToPath } from "node:url";

import { pointerTokens } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { isJsonObject, type Json, type JsonObject, listAt, objectAt, textAt } from "../openapi/json.ts";
import { declaredJobs, jsonSchemasOf, responsesOf } from "../openapi/jobs.ts";
import { jobCallsOf } from "../openapi/job-calls.ts";
import { operationsOf } from "../openapi/operations.ts";
import { jobResponsesOf, pointerUses } from "../openapi/pointer-uses.ts";
import { resolverOf } from "../openapi/references.ts";
import { placesAt } from "../openapi/schema-places.ts";
import { type MergedSpec, mergeFiles, mergeSpec } from "../openapi/spec-folder.ts";
import { parseYaml } from "../openapi/yaml-file.ts";
import { checkDeclarations } from "./check-declarations.ts";

const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** Where a member stands in the vendor's document: in responses of the operation, or in the body of a request. */
interface Read {
  readonly operationId: string;
  /** The codes of the responses; none for the body of the request. */
  readonly codes: readonly string[];
  readonly pointer: readonly string[];
}

/** Every member that the lifecycle of a job reads: of its status operation, of the creates that lead to it, of what they take. */
const readsOf = ({ document }: MergedSpec): readonly Read[] => {
  const resolve = resolverOf(document);
  const jobs = declaredJobs(document);
  const ofStatus = jobCallsOf(document).calls.flatMap((calls) => {
    const { declaration, status } = calls.job;
    const base = declaration.items === undefined ? [] : [...pointerTokens(declaration.items.at), "0"];
    return pointerUses(declaration, jobResponsesOf(calls, resolve)).map((use) => ({
      operationId: use.operation ?? status.id,
      codes: use.responses.map(({ code }) => code),
      pointer: [...(use.inItem ? base : []), ...pointerTokens(use.pointer)],
    }));
  });
  const ofCreates = operationsOf(document).flatMap(({ id, operation }) =>
    Object.entries(objectAt(operation, "responses")).flatMap(([code, response]) =>
      Object.values(objectAt(resolve(response), "links")).flatMap((link) => {
        const linked = jobs.find(({ status }) => status.id === textAt(resolve(link), "operationId"));
        if (linked === undefined) return [];
        const { has = {}, items } = linked.declaration;
        const requested = [has, items?.has ?? {}].flatMap((phases) =>
          Object.values(phases).flatMap(({ whenRequested = {} }) => Object.values(whenRequested)),
        );
        return [
          ...Object.values(objectAt(resolve(link), "parameters")).flatMap((expression) =>
            typeof expression === "string" && expression.startsWith("$response.body#")
              ? [{ operationId: id, codes: [code], pointer: pointerTokens(expression.slice("$response.body#".length)) }]
              : [],
          ),
          ...[...requested, ...(items?.requested === undefined ? [] : [items.requested.at])].map((pointer) => ({
            operationId: id,
            codes: [],
            pointer: pointerTokens(pointer),
          })),
        ];
      }),
    ),
  );
  const all = [...ofStatus, ...ofCreates].filter(({ pointer }) => pointer.length > 0);
  return [...new Map(all.map((read) => [JSON.stringify(read), read])).values()];
};

/** The objects in the vendor's document that have the member among their properties; none for one that the overlay brought. */
const holdersOf = (upstream: JsonObject, { operationId, codes, pointer }: Read): readonly JsonObject[] => {
  const resolve = resolverOf(upstream);
  const operation = operationsOf(upstream).find(({ id }) => id === operationId);
  if (operation === undefined) return [];
  const roots =
    codes.length === 0
      ? jsonSchemasOf(resolve(operation.operation["requestBody"]), resolve)
      : responsesOf(operation.operation, resolve)
          .filter(({ code }) => codes.includes(code))
          .flatMap(({ schemas }) => schemas);
  const places = placesAt(roots, pointer.slice(0, -1), resolve);
  const name = pointer.at(-1) ?? "";
  return places.is === "lost"
    ? []
    : places.schemas.filter((schema) => Object.hasOwn(objectAt(schema, "properties"), name));
};

type Change = (holder: JsonObject, name: string) => void;

const put = (holder: JsonObject, name: string, value: Json | undefined): void => {
  if (value === undefined) Reflect.deleteProperty(holder, name);
  else Reflect.set(holder, name, value);
};

const changes: Readonly<Record<string, Change>> = {
  removed: (holder, name) => {
    put(objectAt(holder, "properties"), name, undefined);
    const required = listAt(holder, "required").filter((member) => member !== name);
    put(holder, "required", required.length === 0 ? undefined : required);
  },
  renamed: (holder, name) => {
    const properties = objectAt(holder, "properties");
    put(properties, `new_${name}`, properties[name]);
    put(properties, name, undefined);
    const required = listAt(holder, "required").map((member) => (member === name ? `new_${name}` : member));
    put(holder, "required", required.length === 0 ? undefined : required);
  },
};

const folders = ["specs/gamma", "specs/affogato", "apps/contract/fixtures/kiln", "apps/contract/fixtures/loom"];

describe.each(folders)("a member of %s that the lifecycle reads", async (folder) => {
  const spec = await mergeSpec(`${repository}${folder}`);
  const original = parseYaml(spec.files.openapi).value;
  const upstream = isJsonObject(original) ? original : {};
  const problemsWith = async (document: JsonObject) => {
    const openapi = { path: spec.files.openapi.path, text: JSON.stringify(document) };
    return checkDeclarations(await mergeFiles(spec.name, folder, { ...spec.files, openapi }));
  };
  // A status operation may be renamed by the overlay; the vendor's name finds it upstream.
  const ids = new Map(operationsOf(spec.document).map(({ id, tokens }) => [id, JSON.stringify(tokens)]));
  const own = new Map(operationsOf(upstream).map(({ id, tokens }) => [JSON.stringify(tokens), id]));
  const reads = readsOf(spec)
    .map((read) => ({ ...read, operationId: own.get(ids.get(read.operationId) ?? "") ?? read.operationId }))
    .filter((read) => holdersOf(upstream, read).length > 0);

  it("is looked for in the vendor's own document, which is right as it is", async () => {
    expect(reads.length).toBeGreaterThan(3);
    expect(await problemsWith(upstream)).toEqual([]);
  });

  it.each(Object.entries(changes))("cannot be %s there without a problem that lint tells", async (_, change) => {
    const silent: string[] = [];
    for (const read of reads) {
      const document = structuredClone(upstream);
      for (const holder of holdersOf(document, read)) change(holder, read.pointer.at(-1) ?? "");
      const problems = await problemsWith(document);
      if (problems.every(({ severity }) => severity === "warning"))
        silent.push(`${read.operationId}: /${read.pointer.join("/")}`);
    }
    expect(silent).toEqual([]);
  });
});
