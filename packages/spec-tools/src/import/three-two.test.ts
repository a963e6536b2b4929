import { describe, expect, it } from "vitest";

import type { Json, JsonObject } from "../openapi/json.ts";
import { documentOfPage } from "./document-of-page.ts";
import { jsonOfTree } from "./tree.ts";

const documentOf = (change: (made: JsonObject & Parts) => void = () => {}): JsonObject => {
  const made = {
    openapi: "3.2.0",
    info: { title: "Pots", version: "1" },
    paths: {
      "/pots": {
        post: { operationId: "makePot", responses: { "200": { description: "A pot", content: {} } } },
      },
    },
    components: { schemas: { Pot: { type: "object", properties: { query: { type: "string" } } } } },
  };
  change(made);
  return made;
};

interface Parts {
  readonly paths: { readonly "/pots": { readonly post: { readonly responses: { "200": object } } } };
  readonly components: { readonly schemas: { readonly Pot: object } };
}

const imported = (document: JsonObject): { readonly document: Json; readonly notes: readonly string[] } => {
  const notes: string[] = [];
  const tree = documentOfPage(JSON.stringify(document), "pots.json", (note) => notes.push(note));
  return { document: jsonOfTree(tree), notes };
};

const pots = (member: string, value: Json) => (made: Parts) => Object.assign(made.paths["/pots"], { [member]: value });

const ofPost = (member: string, value: Json) => (made: Parts) =>
  Object.assign(made.paths["/pots"].post, { [member]: value });

const ok = { responses: { "200": { description: "" } } };

describe("a document of OpenAPI 3.2", () => {
  it("is taken for one of 3.1 where it says nothing new, with a word", () => {
    const { document, notes } = imported(documentOf());
    expect(document).toEqual({ ...documentOf(), openapi: "3.1.1" });
    expect(notes).toEqual(["took OpenAPI 3.2 for 3.1, since it says nothing that 3.1 cannot say,"]);
  });

  it("loses what only people read, and its responses get the description that 3.1 asks for", () => {
    const { document } = imported(
      documentOf((made) => {
        Object.assign(made, {
          $self: "https://pots.example/openapi.json",
          tags: [{ name: "pots", summary: "Pots", kind: "nav", parent: "ware" }],
          servers: [{ url: "https://pots.example", name: "the only one" }],
        });
        made.paths["/pots"].post.responses["200"] = {
          summary: "A pot",
          content: {
            "application/json": {
              schema: { $ref: "#/components/schemas/Pot" },
              examples: { one: { dataValue: { query: "a" }, serializedValue: "{}" } },
            },
          },
        };
      }),
    );
    expect(document).toMatchObject({ tags: [{ name: "pots" }], servers: [{ url: "https://pots.example" }] });
    expect(JSON.stringify(document)).not.toMatch(/\$self|"kind"|"parent"|the only one|serializedValue|"summary"/);
    expect(document).toMatchObject({
      paths: {
        "/pots": {
          post: {
            responses: {
              "200": {
                description: "A pot",
                content: { "application/json": { examples: { one: { value: { query: "a" } } } } },
              },
            },
          },
        },
      },
    });
  });

  it.each<[string, string, (made: JsonObject & Parts) => void]>([
    ["the method query", "/paths/~1pots/query", pots("query", ok)],
    [
      "further methods (additionalOperations)",
      "/paths/~1pots/additionalOperations",
      pots("additionalOperations", { COPY: ok }),
    ],
    [
      "a whole query string as a parameter (in: querystring)",
      "/paths/~1pots/post/parameters/0/in",
      ofPost("parameters", [{ name: "all", in: "querystring", content: {} }]),
    ],
    [
      "cookies with a style of their own (style: cookie)",
      "/paths/~1pots/post/parameters/0/style",
      ofPost("parameters", [{ name: "crumb", in: "cookie", style: "cookie" }]),
    ],
    [
      "bodies that are streams (itemSchema)",
      "/paths/~1pots/post/requestBody/content/text~1event-stream/itemSchema",
      ofPost("requestBody", { content: { "text/event-stream": { itemSchema: { type: "object" } } } }),
    ],
    [
      "shared media types",
      "/components/mediaTypes",
      (made) => Object.assign(made.components, { mediaTypes: { Json: {} } }),
    ],
    [
      "a variant by default (defaultMapping)",
      "/components/schemas/Pot/discriminator/defaultMapping",
      (made) =>
        Object.assign(made.components.schemas.Pot, { discriminator: { propertyName: "query", defaultMapping: "Pot" } }),
    ],
  ])("is refused for %s, with its place", (what, pointer, change) => {
    expect(() => imported(documentOf(change))).toThrow(
      `at ${JSON.stringify(pointer)} it has what only OpenAPI 3.2 has: ${what}. Import a copy without it`,
    );
  });

  it("is not refused for members and values that are called like what is new", () => {
    const { notes } = imported(
      documentOf((made) => {
        Object.assign(made.components.schemas.Pot, {
          properties: {
            additionalOperations: { type: "string" },
            itemSchema: { type: "string" },
            in: { const: "querystring" },
          },
          example: { in: "querystring", style: "cookie" },
        });
      }),
    );
    expect(notes).toHaveLength(1);
  });
});
