import { describe, expect, it } from "vitest";

import type { JsonObject } from "../merge/json.ts";
import { bakeSchemas, bakeStatus, editedOperation, printedTypes, testDocument } from "./testing.ts";

const withJob = (job: JsonObject, schemas: JsonObject = bakeSchemas, openapi = "3.0.3"): JsonObject =>
  testDocument({
    openapi,
    schemas,
    paths: { "/bakes/{id}": { get: { ...bakeStatus, "x-job": { ...bakeStatus["x-job"], ...job } } } },
  });

const withBody = (schema: JsonObject, schemas: JsonObject = {}): JsonObject =>
  testDocument({
    schemas: { ...bakeSchemas, ...schemas },
    paths: {
      "/bakes/{id}": { get: bakeStatus },
      "/bakes": {
        post: {
          operationId: "createBake",
          requestBody: { required: true, content: { "application/json": { schema } } },
          responses: { "204": { description: "" } },
        },
      },
    },
  });

describe("bodies of a phase", () => {
  it("require what is promised, leave out what is absent, and name the words of the phase", () => {
    const { BakePending, BakeSucceeded, BakeFailed } = printedTypes(testDocument());
    expect(BakePending).toMatchInlineSnapshot(`
      "/** What an answer about a pending bake job holds. */
      export interface BakePending {
        id: string;
        status: "hot" | "done" | "burnt" | (string & {});
      }
      "
    `);
    expect(BakeSucceeded).toMatchInlineSnapshot(`
      "/** What an answer about a succeeded bake job holds. */
      export interface BakeSucceeded {
        id: string;
        status: "done";
        /** Where the loaf is */
        url: string;
      }
      "
    `);
    expect(BakeFailed).toMatchInlineSnapshot(`
      "/** What an answer about a failed bake job holds. */
      export interface BakeFailed {
        id: string;
        status: "burnt";
        /** Where the loaf is */
        url?: string | null;
        error: {
          message: string;
        };
      }
      "
    `);
  });

  it("keep optional what a special way to fail need not have", () => {
    const { BakeFailed } = printedTypes(
      withJob({ state: { at: "/status", values: { failed: ["burnt"], withheld: ["hidden"] } } }),
    );
    expect(BakeFailed).toContain("error?: {");
    expect(BakeFailed).toContain('status: "burnt" | "hidden";');
  });

  it("drop the branches of a union that the phase rules out", () => {
    const schemas = {
      Bake: {
        oneOf: [{ $ref: "#/components/schemas/Hot" }, { $ref: "#/components/schemas/Done" }],
        discriminator: { propertyName: "status" },
      },
      Hot: { type: "object", required: ["status"], properties: { status: { type: "string", enum: ["hot"] } } },
      Done: {
        type: "object",
        required: ["status"],
        properties: { status: { type: "string", enum: ["done"] }, url: { type: "string" } },
      },
    };
    const { BakeSucceeded } = printedTypes(withJob({ has: { succeeded: { present: ["/url"] } } }, schemas));
    expect(BakeSucceeded).toMatchInlineSnapshot(`
      "/** What an answer about a succeeded bake job holds. */
      export interface BakeSucceeded {
        status: "done";
        url: string;
      }
      "
    `);
  });

  it("find members in an allOf", () => {
    const schemas = {
      Bake: {
        allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", properties: { url: { type: "string" } } }],
      },
      Base: { type: "object", properties: { status: { type: "string" } } },
    };
    const { BakeSucceeded } = printedTypes(withJob({ has: { succeeded: { present: ["/url"] } } }, schemas));
    expect(BakeSucceeded).toMatchInlineSnapshot(`
      "/** What an answer about a succeeded bake job holds. */
      export type BakeSucceeded = {
        status: "done";
      } & {
        url: string;
      };
      "
    `);
  });

  it("are those of every code that can tell the phase", () => {
    const responses = {
      "200": {
        content: { "application/json": { schema: { type: "object", properties: { url: { type: "string" } } } } },
      },
      "202": {},
      "410": {
        content: { "application/json": { schema: { type: "object", properties: { reason: { type: "string" } } } } },
      },
      "422": {
        content: {
          "application/json": {
            schema: { type: "object", properties: { errors: { type: "array", items: { type: "string" } } } },
          },
        },
      },
    };
    const state = {
      rules: [
        { when: [{ status: 202 }], is: "pending" },
        { when: [{ status: 200 }], is: "succeeded" },
        { when: [{ status: 410 }], is: "expired" },
        { when: [{ status: 422 }], is: "failed" },
      ],
    };
    const job = { name: "bake", id: bakeStatus["x-job"].id, state };
    const types = printedTypes(
      testDocument({ paths: { "/bakes/{id}": { get: { ...bakeStatus, responses, "x-job": job } } } }),
    );
    expect(types["BakePending"]).toContain("export type BakePending = unknown;\n");
    expect(types["BakeFailed"]).toMatchInlineSnapshot(`
      "/** What an answer about a failed bake job holds. */
      export type BakeFailed = {
        reason?: string;
      } | {
        errors?: string[];
      };
      "
    `);
  });
});

describe("items", () => {
  const schemas = {
    Bake: {
      type: "object",
      properties: { loaves: { type: "array", nullable: true, items: { $ref: "#/components/schemas/Loaf" } } },
    },
    Loaf: {
      type: "object",
      properties: { status: { type: "string", enum: ["hot", "done", "burnt"] }, url: { type: "string" } },
    },
  };
  const items = {
    at: "/loaves",
    state: { at: "/status", values: { pending: ["hot"], succeeded: ["done"], failed: ["burnt"] } },
    has: { pending: { absent: ["/url"] }, succeeded: { present: ["/url"] } },
    none: "pending",
  };
  const job = { name: "bake", id: bakeStatus["x-job"].id, items };
  const document = testDocument({ schemas, paths: { "/bakes/{id}": { get: { ...bakeStatus, "x-job": job } } } });

  it("have a body for each of their phases", () => {
    const types = printedTypes(document);
    expect([types["BakeItemPending"], types["BakeItemSucceeded"], types["BakeItemFailed"]].join(""))
      .toMatchInlineSnapshot(`
        "/** A pending output of a bake job. */
        export interface BakeItemPending {
          status: "hot" | "done" | "burnt" | (string & {});
        }
        /** A succeeded output of a bake job. */
        export interface BakeItemSucceeded {
          status: "done";
          url: string;
        }
        /** A failed output of a bake job. */
        export interface BakeItemFailed {
          status: "burnt";
          url?: string;
        }
        "
      `);
  });

  it("are the only ones that a job's end can hold", () => {
    const types = printedTypes(document);
    expect(types["BakeSucceeded"]).toContain("loaves: BakeItemSucceeded[];");
    expect(types["BakePartial"]).toContain("loaves: (BakeItemSucceeded | BakeItemFailed)[];");
    expect(types["BakeFailed"]).toContain("loaves: BakeItemFailed[];");
    expect(types["BakePending"]).toContain("export type BakePending = Bake;\n");
  });
});

describe("lists of words", () => {
  it("are open in answers and closed in requests, also where both use one schema", () => {
    const types = printedTypes(
      withBody(
        { type: "object", properties: { flour: { $ref: "#/components/schemas/Flour" } } },
        {
          Flour: { type: "string", enum: ["rye", "oat"] },
          Bake: { ...bakeSchemas.Bake, properties: { flour: { $ref: "#/components/schemas/Flour" } } },
        },
      ),
    );
    expect(types["Flour"]).toContain('export type Flour = "rye" | "oat" | (string & {});\n');
    expect(types["FlourInput"]).toContain('export type FlourInput = "rye" | "oat";\n');
    expect(types["CreateBakeInput"]).toContain("flour?: FlourInput;");
  });

  it("are unions of consts, too", () => {
    const word = { oneOf: [{ const: "rye", title: "Rye" }, { const: "oat" }, { type: "null" }] };
    const types = printedTypes(
      withBody(
        { type: "object", properties: { flour: { $ref: "#/components/schemas/Flour" } } },
        { Flour: word, Bake: { ...bakeSchemas.Bake, properties: { flour: { $ref: "#/components/schemas/Flour" } } } },
      ),
    );
    expect(types["Flour"]).toContain('export type Flour = "rye" | "oat" | null | (string & {});\n');
    expect(types["FlourInput"]).toContain('export type FlourInput = "rye" | "oat" | null;\n');
  });

  it("hold numbers and null, too", () => {
    const { Bake } = printedTypes(
      testDocument({
        schemas: {
          Bake: { type: "object", properties: { level: { type: "integer", nullable: true, enum: [1, 2, null] } } },
        },
      }),
    );
    expect(Bake).toContain("level?: 1 | 2 | (number & {}) | null;");
  });
});

describe("OpenAPI 3.1", () => {
  it("says null by a list of types, and one word by const", () => {
    const properties = {
      note: { type: ["string", "null"] },
      kind: { const: "loaf" },
      size: { type: ["integer", "string"] },
      pair: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }] },
    };
    const { Bake } = printedTypes(
      testDocument({ openapi: "3.1.0", schemas: { Bake: { type: "object", properties } } }),
    );
    expect(Bake).toMatchInlineSnapshot(`
      "export interface Bake {
        note?: string | null;
        kind?: "loaf";
        size?: number | string;
        pair?: [string, number];
      }
      "
    `);
  });

  it("lets a promised member be no null", () => {
    const schemas = {
      Bake: {
        type: "object",
        properties: { status: { type: "string" }, url: { anyOf: [{ type: "string" }, { type: "null" }] } },
      },
    };
    const { BakeSucceeded } = printedTypes(withJob({ has: { succeeded: { present: ["/url"] } } }, schemas, "3.1.0"));
    expect(BakeSucceeded).toContain("url: string;");
  });
});

describe("component schemas", () => {
  it("keep their names unless the package needs them for itself", () => {
    const types = printedTypes(
      withBody(
        { $ref: "#/components/schemas/bake-job" },
        {
          "bake-job": { type: "object", properties: { inner: { $ref: "#/components/schemas/Job" } } },
          Job: { type: "string" },
        },
      ),
    );
    expect(types["CreateBakeInput"]).toContain("export type CreateBakeInput = BakeJobSchema;\n");
    expect(types["BakeJobSchema"]).toContain("inner?: JobSchema;");
  });

  it("may contain themselves", () => {
    const { Bake } = printedTypes(
      testDocument({
        schemas: {
          Bake: {
            type: "object",
            properties: { parts: { type: "array", items: { $ref: "#/components/schemas/Bake" } } },
          },
        },
      }),
    );
    expect(Bake).toContain("parts?: Bake[];");
  });

  it("have members that only one side sees", () => {
    const schemas = {
      Note: {
        type: "object",
        required: ["seen", "sent"],
        properties: { seen: { type: "string", readOnly: true }, sent: { type: "string", writeOnly: true } },
      },
      Bake: { type: "object", properties: { note: { $ref: "#/components/schemas/Note" } } },
    };
    const types = printedTypes(withBody({ $ref: "#/components/schemas/Note" }, schemas));
    expect(types["Note"]).toContain("seen: string;");
    expect(types["Note"]).not.toContain("sent");
    expect(types["NoteInput"]).toContain("sent: string;");
    expect(types["NoteInput"]).not.toContain("seen");
  });

  it("are left out where nothing reaches them", () => {
    expect(printedTypes(testDocument({ schemas: { ...bakeSchemas, Unused: { type: "string" } } }))).not.toHaveProperty(
      "Unused",
    );
  });
});

const json = (schema: JsonObject): JsonObject => ({ description: "", content: { "application/json": { schema } } });

describe("inputs and outputs", () => {
  it("are the body itself where there are no parameters, and nothing for an answer without content", () => {
    const types = printedTypes(withBody({ type: "array", items: { type: "string" } }));
    expect(types["CreateBakeInput"]).toContain("export type CreateBakeInput = string[];\n");
    expect(types["CreateBakeOutput"]).toContain("export type CreateBakeOutput = undefined;\n");
  });

  it("stay the body itself where parameters are optional, which have a type of their own", () => {
    const flag = { name: "dryRun", in: "query", description: "Only looks", schema: { type: "boolean" } };
    const own = { name: "body", in: "header", schema: { $ref: "#/components/schemas/Flour" } };
    const document = withBody(
      { type: "object", properties: { loaves: { type: "integer" } } },
      { Flour: { type: "string", enum: ["rye", "oat"] } },
    );
    const bare = printedTypes(document);
    const { CreateBakeInput, CreateBakeParameters } = printedTypes(
      editedOperation(document, "/bakes", "post", { parameters: [flag, own] }),
    );
    expect(bare).not.toHaveProperty("CreateBakeParameters");
    expect(CreateBakeInput).toBe(bare["CreateBakeInput"]);
    expect(CreateBakeParameters).toMatchInlineSnapshot(`
      "/** The optional parameters of createBake, for the options of its call. */
      export interface CreateBakeParameters {
        /** Only looks */
        dryRun?: boolean;
        body?: Flour;
      }
      "
    `);
  });

  it("are parameters by name beside a body, and the union of the good answers", () => {
    const operation = {
      operationId: "bakeAgain",
      parameters: [
        { name: "id", in: "path", schema: { type: "string" } },
        { name: "x-trace", in: "header", description: "For the log", schema: { type: "string" } },
      ],
      requestBody: { content: { "application/json": { schema: { type: "number", minimum: 1 } } } },
      responses: { "200": json({ type: "string" }), "201": json({ type: "number" }), "202": json({ type: "string" }) },
    };
    const types = printedTypes(testDocument({ paths: { "/bakes/{id}": { get: bakeStatus, put: operation } } }));
    expect(types["BakeAgainInput"]).toMatchInlineSnapshot(`
      "/** What bakeAgain takes. */
      export interface BakeAgainInput {
        id: string;
        /** For the log */
        "x-trace"?: string;
        /** At least 1. */
        body?: number;
      }
      "
    `);
    expect(types["BakeAgainOutput"]).toContain("export type BakeAgainOutput = string | number;\n");
  });
});

it("closes no comment early", () => {
  const { Bake } = printedTypes(
    testDocument({
      schemas: {
        Bake: {
          type: "object",
          description: "Ends */ here",
          properties: { a: { type: "string", description: "one\n*/ two", default: "x", deprecated: true } },
        },
      },
    }),
  );
  expect(Bake).toMatchInlineSnapshot(`
    "/** Ends *\\/ here */
    export interface Bake {
      /**
       * one
       * *\\/ two
       * @default "x"
       * @deprecated
       */
      a?: string;
    }
    "
  `);
});
