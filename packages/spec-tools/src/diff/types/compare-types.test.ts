import { type Change, diffDocuments } from "@genwait/openapi-diff";
import { type CorpusCase, readCorpus } from "@genwait/openapi-diff/corpus";
import { describe, expect, it } from "vitest";

import { compileSources } from "../../codegen/type-check.ts";
import { isJsonObject, type Json, type JsonObject } from "../../openapi/json.ts";
import { brokenBy, compareTypes, type TypesSample, typesSample, untoldOf } from "./compare-types.ts";

interface Parts {
  readonly pot?: Json;
  readonly parameters?: readonly Json[];
  readonly responses?: JsonObject;
  readonly glaze?: Json | undefined;
  readonly job?: Json;
}

const text = { type: "string" };
const anyPot = {
  type: "object",
  properties: { handles: { type: "integer" }, glaze: { $ref: "#/components/schemas/Glaze" } },
};

const documentOf = ({ pot = anyPot, parameters = [], responses = {}, job, ...more }: Parts): JsonObject => ({
  openapi: "3.1.0",
  info: { title: "Pots", version: "1" },
  paths: {
    "/pots": {
      put: {
        operationId: "putPot",
        ...(job !== undefined && { "x-job": job }),
        parameters,
        requestBody: { required: true, content: json("Pot") },
        responses: { "200": { description: "", content: json("Pot") }, ...responses },
      },
    },
  },
  components: { schemas: { Pot: pot, ...glazeOf(more) } },
});

/** Undefined is none. */
const glazeOf = (parts: Parts): JsonObject => {
  const { glaze } = { glaze: { type: "string", enum: ["matt"] }, ...parts };
  return glaze === undefined ? {} : { Glaze: glaze };
};

const json = (component: string): JsonObject => ({
  "application/json": { schema: { $ref: `#/components/schemas/${component}` } },
});

/** What the compiler alone says, whatever the wire does. */
const problems = async (old: Parts, revised: Parts, changes: readonly Change[] = []): Promise<readonly unknown[]> => {
  const found = await compareTypes({ name: "pots", old: documentOf(old), revised: documentOf(revised), changes });
  return found.map(({ operations, component, side, problem }) => [
    component ?? operations.map(({ id }) => id).join(),
    side,
    problem,
  ]);
};

const query = (name: string, required = false): Json => ({ name, in: "query", required, schema: text });

const glazeGone = { type: "object", properties: { handles: { type: "integer" } } };

const deep = (leaf: Json): Json => ({
  type: "object",
  properties: {
    parts: {
      type: "array",
      items: { type: "object", properties: { lid: { type: "object", properties: { leaf } } } },
    },
  },
});

const union = (...variants: readonly Json[]): Json => ({
  type: "object",
  properties: { lid: { oneOf: variants } },
});

describe("code written for the old package", () => {
  it("no longer compiles where a member is gone, was renamed or has another type", async () => {
    const gone = { kind: "member-gone", names: ["glaze"] };
    expect(await problems({}, { pot: glazeGone })).toEqual([
      ["Pot", "arguments", gone],
      ["Pot", "result", gone],
    ]);
    const listed = { ...anyPot, properties: { ...anyPot.properties, handles: { type: "string" } } };
    const changed = { kind: "member-changed", names: ["handles"], before: "number", now: "string" };
    expect(await problems({}, { pot: listed })).toEqual([
      ["Pot", "arguments", changed],
      ["Pot", "result", changed],
    ]);
  });

  it("no longer compiles where an argument must be given, is gone, or takes less", async () => {
    expect(await problems({ parameters: [query("dry")] }, { parameters: [query("dry"), query("team", true)] })).toEqual(
      [["putPot", "arguments", { kind: "members-needed", names: [], needed: ["team"] }]],
    );
    expect(await problems({ parameters: [query("dry")] }, { parameters: [query("damp")] })).toEqual([
      ["putPot", "arguments", { kind: "member-gone", names: ["dry"] }],
    ]);
    expect(await problems({}, { parameters: [query("team", true)] })).toEqual([
      ["putPot", "arguments", { kind: "call-refused" }],
    ]);
    expect(await problems({}, { pot: { ...anyPot, required: ["handles"] } })).toEqual([
      ["Pot", "arguments", { kind: "members-needed", names: [], needed: ["handles"] }],
    ]);
  });

  it("no longer compiles where a member of a result may be missing, or null", async () => {
    const sure = { ...anyPot, required: ["handles"] };
    expect(await problems({ pot: sure }, {})).toEqual([
      ["Pot", "result", { kind: "member-optional", names: ["handles"] }],
    ]);
    const nullable = { ...anyPot, properties: { ...anyPot.properties, handles: { type: ["integer", "null"] } } };
    expect(await problems({}, { pot: nullable })).toEqual([
      ["Pot", "result", { kind: "member-changed", names: ["handles"], before: "number", now: "number | null" }],
    ]);
  });

  it("no longer compiles deep in inline objects, lists and unions", async () => {
    expect(await problems({ pot: deep(text) }, { pot: deep({ type: "boolean" }) })).toEqual([
      [
        "Pot",
        "arguments",
        { kind: "member-changed", names: ["parts", "lid", "leaf"], before: "string", now: "boolean" },
      ],
      ["Pot", "result", { kind: "member-changed", names: ["parts", "lid", "leaf"], before: "string", now: "boolean" }],
    ]);
    expect(await problems({ pot: union(text, { type: "integer" }) }, { pot: union(text) })).toEqual([
      ["Pot", "arguments", { kind: "member-changed", names: ["lid"], before: "string | number", now: "string" }],
    ]);
  });

  it("reads a result that may be nothing now", async () => {
    expect(await problems({}, { responses: { "204": { description: "Nothing." } } })).toEqual([
      ["putPot", "result", { kind: "maybe-nothing" }],
    ]);
  });

  it("compares with a value that is gone", async () => {
    const many = { type: "string", enum: ["matt", "gloss"] };
    const found = await problems({ glaze: many }, {});
    expect(found).toContainEqual(["Glaze", "result", { kind: "value-gone", names: [], value: "gloss" }]);
  });

  it("names a component that is gone", async () => {
    const found = await problems({}, { pot: glazeGone, glaze: undefined });
    expect(found).toContainEqual(["Glaze", "result", { kind: "name-gone", name: "Glaze" }]);
  });

  it("compiles where an argument became optional, or a first optional one came", async () => {
    expect(await problems({ parameters: [query("team", true)] }, { parameters: [query("team")] })).toEqual([]);
    expect(await problems({}, { parameters: [query("dry")] })).toEqual([]);
  });

  it("compiles where only texts change, and members that its side does not see", async () => {
    const described = { ...anyPot, description: "A pot", example: { handles: 1 } };
    expect(await problems({}, { pot: described })).toEqual([]);
    const withId = (id: Json): Json => ({ ...anyPot, properties: { ...anyPot.properties, id } });
    const [old, revised] = [
      { type: "string", readOnly: true },
      { type: "integer", readOnly: true },
    ];
    expect(await problems({ pot: withId(old) }, { pot: withId(revised) })).toEqual([
      ["Pot", "result", expect.objectContaining({ kind: "member-changed", names: ["id"] })],
    ]);
    const [pin, code] = [
      { type: "string", writeOnly: true },
      { type: "integer", writeOnly: true },
    ];
    expect(await problems({ pot: withId(pin) }, { pot: withId(code) })).toEqual([
      ["Pot", "arguments", expect.objectContaining({ kind: "member-changed", names: ["id"] })],
    ]);
  });

  it("uses the names and methods of a package with jobs", async () => {
    const parameters = [query("id")];
    expect(await problems({ job: jobNamed("pot"), parameters }, { job: jobNamed("vase"), parameters })).toEqual([
      ["putPot", "result", { kind: "name-gone", name: "pot" }],
    ]);
  });
});

const jobOf = (succeeded: readonly string[]): { readonly state: Json; readonly [member: string]: Json } => ({
  name: "pot",
  id: { request: "$request.body#/id" },
  state: { at: "/glaze", values: { succeeded }, otherwise: "pending" },
});

const jobNamed = (name: string): Json => ({ name, id: { request: "$request.query.id" }, state: jobOf(["matt"]).state });

const withChanges = (old: Parts, revised: Parts): Promise<readonly unknown[]> =>
  problems(old, revised, diffDocuments(documentOf(old), documentOf(revised)));

const isAllowed = ({ bump, packages }: CorpusCase): boolean => (packages ?? bump) === "major";

describe("the verdict on types", () => {
  it("leaves out values added to a list in a response, by their names", async () => {
    const more = { glaze: { type: "string", enum: ["matt", "gloss"] } };
    expect(await problems({}, more)).toEqual([["Glaze", "result", { kind: "whole-changed", names: [] }]]);
    expect(await withChanges({}, more)).toEqual([]);
  });

  it("leaves out nothing else beside such a value", async () => {
    const more = {
      glaze: { type: "string", enum: ["matt", "gloss"] },
      pot: { type: "object", properties: { lids: text } },
    };
    expect(await withChanges({}, more)).toContainEqual(["Pot", "result", { kind: "member-gone", names: ["handles"] }]);
  });

  it("leaves out a status that is new, whether or not the declaration names it", async () => {
    const more = { type: "string", enum: ["matt", "gloss"] };
    expect(await withChanges({ job: jobOf(["matt"]) }, { job: jobOf(["matt"]), glaze: more })).toEqual([]);
    expect(await withChanges({ job: jobOf(["matt"]) }, { job: jobOf(["matt", "gloss"]), glaze: more })).toEqual([]);
  });

  it("tells what no major change tells already", async () => {
    const [old, revised] = [documentOf({}), documentOf({ pot: glazeGone })];
    const changes = diffDocuments(old, revised);
    const broken = await compareTypes({ name: "pots", old, revised, changes });
    expect(broken).toHaveLength(2);
    expect(untoldOf(broken, changes)).toEqual([]);
    expect(untoldOf(broken, [])).toEqual(broken);
  });
});

describe("the verdict on types over the corpus", () => {
  const cases = readCorpus();

  it("asks for no more than the label, in every case, without looking at it", { timeout: 300_000 }, async () => {
    const samples: TypesSample[] = [];
    for (const { from, to } of cases) {
      if (!isJsonObject(from) || !isJsonObject(to)) throw new Error("A document of the corpus is no object.");
      samples.push(await typesSample({ name: "kiln", old: from, revised: to, changes: diffDocuments(from, to) }));
    }
    const files = samples.flatMap((sample, index) =>
      [...sample.files].map(([path, source]) => [`${index}/${path}`, source] as const),
    );
    const complaints = await compileSources(new Map(files));
    const found = samples.map((sample, index) => {
      const own = complaints.filter(({ file }) => file.startsWith(`${index}/`));
      return brokenBy(
        own.map((complaint) => ({ ...complaint, file: complaint.file.slice(`${index}/`.length) })),
        sample,
      );
    });
    const wrong = cases.filter((single, index) => !isAllowed(single) && (found[index]?.length ?? 0) > 0);
    expect(wrong.map(({ name }) => name)).toEqual([]);
    const seen = cases.flatMap(({ name }, index) => {
      const kinds = (found[index] ?? []).map(({ side, problem }) => `${side} ${problem.kind}`);
      return kinds.length === 0 ? [] : [`- ${name}: ${kinds.join(", ")}`];
    });
    await expect(
      `# What the compiler alone sees of the corpus\n\n${seen.length} of ${cases.filter(isAllowed).length} breaking changes; the others do not show in types.\n\n${seen.join("\n")}\n`,
    ).toMatchFileSnapshot("./corpus-types.md");
  });
});
