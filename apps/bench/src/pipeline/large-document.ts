const count = (total: number): readonly number[] => Array.from({ length: total }, (_, index) => index);

/** A document of some megabytes, as large vendors have them: operations by the hundred, each with schemas of its own and prose. */
export const largeDocument = (operations: number, isRevised: boolean): string => {
  const prose = "What it is, what it costs, when it comes, and what else there is to know before it is asked for. ";
  const schema = (index: number): object => ({
    type: "object",
    description: prose.repeat(3),
    required: ["id", "state"],
    properties: {
      id: { type: "string", example: `it_${index}` },
      state: { type: "string", enum: ["waiting", "running", "done"] },
      // Every tenth changes, in one of three ways.
      ...(isRevised && index % 10 === 0 && { [["shade", "weight", "origin"][index % 3] ?? ""]: { type: "string" } }),
      ...(!(isRevised && index % 30 === 7) && { note: { type: "string" } }),
      ...Object.fromEntries(
        count(8).map((member) => [
          `member${member}`,
          { type: member % 2 === 0 ? "string" : "number", description: prose },
        ]),
      ),
      parent: { $ref: `#/components/schemas/Thing${Math.max(0, index - 1)}` },
    },
  });
  const operation = (index: number): object => ({
    operationId: `readThing${index}`,
    summary: `Reads thing ${index}`,
    description: prose.repeat(2),
    parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
    responses: {
      "200": {
        description: "The thing.",
        content: { "application/json": { schema: { $ref: `#/components/schemas/Thing${index}` } } },
      },
    },
  });
  return JSON.stringify({
    openapi: "3.0.3",
    info: { title: "Things", version: "1" },
    servers: [{ url: "https://things.example" }],
    paths: Object.fromEntries(count(operations).map((index) => [`/things${index}/{id}`, { get: operation(index) }])),
    components: { schemas: Object.fromEntries(count(operations).map((index) => [`Thing${index}`, schema(index)])) },
  });
};
