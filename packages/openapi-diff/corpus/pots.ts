/** A small document, edited: what tests of single kinds compare. */
export const pots = (edit: (document: Pots) => void = () => {}): Pots => {
  const document = structuredClone(template);
  edit(document);
  return document;
};

/** Parts of a document, as loosely typed as JSON is. */
export interface Pots {
  openapi: string;
  info: Record<string, unknown>;
  servers?: { url: string; variables?: Record<string, unknown> }[];
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, unknown>; [part: string]: unknown };
  [extension: `x-${string}`]: unknown;
}

export const json = (schema: unknown): Readonly<Record<string, unknown>> => ({ "application/json": { schema } });

export const ref = (name: string): Readonly<Record<string, string>> => ({ $ref: `#/components/schemas/${name}` });

const template: Pots = {
  openapi: "3.0.3",
  info: { title: "Pots", version: "1" },
  servers: [{ url: "https://pots.example" }],
  paths: {
    "/pots": {
      post: {
        operationId: "createPot",
        requestBody: {
          required: true,
          content: json({ type: "object", required: ["clay"], properties: { clay: { type: "string" } } }),
        },
        responses: { 201: { description: "Made.", content: json(ref("Pot")) } },
      },
    },
    "/pots/{id}": {
      get: {
        operationId: "getPot",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: "It.", content: json(ref("Pot")) } },
      },
    },
  },
  components: {
    schemas: {
      Pot: {
        type: "object",
        required: ["id"],
        properties: {
          id: { type: "string" },
          glaze: { type: "string", enum: ["matt", "shiny"] },
          lid: { type: "object", properties: { knob: { type: "string" } } },
        },
      },
    },
  },
};
