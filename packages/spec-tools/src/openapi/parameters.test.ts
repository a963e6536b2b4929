import { describe, expect, it } from "vitest";

import { withoutUnpassed } from "./parameters.ts";

const header = (name: string): { readonly name: string; readonly in: string; readonly required: boolean } => ({
  name,
  in: "header",
  required: true,
});

describe("withoutUnpassed", () => {
  it("leaves out the key and what OpenAPI ignores, wherever they stand, and nothing else", () => {
    const operation = {
      parameters: [header("X-Api-Key"), header("X-Trace"), { $ref: "#/components/parameters/Type" }],
    };
    const item = { parameters: [header("accept"), { name: "Accept", in: "query" }], get: operation };
    const document = {
      openapi: "3.1.0",
      paths: { "/pots": item, "/lids": { $ref: "#/components/pathItems/Lids" } },
      components: {
        securitySchemes: { key: { type: "apiKey", in: "header", name: "X-API-KEY" } },
        parameters: { Type: header("Content-Type") },
        pathItems: { Lids: item },
      },
    };
    const passed = { parameters: [{ name: "Accept", in: "query" }], get: { parameters: [header("X-Trace")] } };
    expect(withoutUnpassed(document)).toEqual({
      ...document,
      paths: { ...document.paths, "/pots": passed },
      components: { ...document.components, pathItems: { Lids: passed } },
    });
  });
});
