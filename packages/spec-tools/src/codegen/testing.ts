import type { Json, JsonObject } from "../openapi/json.ts";

type Operation = {
  readonly operationId: string;
  readonly parameters: readonly JsonObject[];
  readonly responses: { readonly "200": JsonObject };
  readonly "x-job": { readonly id: JsonObject; readonly [member: string]: Json };
};

/** A status operation with a job, for documents of tests; parts can be replaced. */
export const bakeStatus: Operation = {
  operationId: "getBake",
  parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
  responses: {
    "200": { description: "", content: { "application/json": { schema: { $ref: "#/components/schemas/Bake" } } } },
  },
  "x-job": {
    name: "bake",
    id: { request: "$request.path.id", response: "/id" },
    state: { at: "/status", values: { pending: ["hot"], succeeded: ["done"], failed: ["burnt"] } },
    has: {
      pending: { absent: ["/url", "/error"] },
      succeeded: { present: ["/url"], absent: ["/error"] },
      failed: { present: ["/error/message"] },
    },
  },
};

export const bakeSchemas: { readonly Bake: { readonly properties: JsonObject; readonly [member: string]: Json } } = {
  Bake: {
    type: "object",
    required: ["id"],
    properties: {
      id: { type: "string" },
      status: { type: "string", enum: ["hot", "done", "burnt"] },
      url: { type: "string", nullable: true, description: "Where the loaf is" },
      error: { type: "object", properties: { message: { type: "string" } } },
    },
  },
};

export interface TestDocument {
  readonly openapi?: string;
  readonly paths?: JsonObject;
  readonly schemas?: JsonObject;
  readonly more?: JsonObject;
}

/** A small document: one job, unless told otherwise. */
export const testDocument = ({ openapi = "3.0.3", paths, schemas, more }: TestDocument = {}): JsonObject => ({
  openapi,
  info: { title: "Oven", version: "1" },
  servers: [{ url: "https://oven.example" }],
  "x-base-url": "https://oven.example",
  paths: paths ?? { "/bakes/{id}": { get: bakeStatus } },
  components: { schemas: schemas ?? bakeSchemas },
  ...more,
});
