import { describe, expect, it } from "vitest";

import { cleanDocument } from "./clean-document.ts";
import { parseTree } from "./parse-tree.ts";
import { isMapping, type Mapping } from "./tree.ts";

const treeOf = (document: unknown): Mapping => {
  const parsed = parseTree(JSON.stringify(document));
  if (!parsed.ok || !isMapping(parsed.tree)) throw new Error("no mapping");
  return parsed.tree;
};

const clean = (document: unknown) => cleanDocument(treeOf(document), "pots.yaml");

describe("cleanDocument", () => {
  it("drops our extensions from a vendor's page, and says so", () => {
    const operation = {
      "x-job": { name: "pot" },
      responses: { 200: { links: { pot: { "x-items": "$response.body" } } } },
    };
    const { document, notes } = clean({
      "x-base-url": "https://pots.example",
      "x-errors": [],
      "x-vendor": { "x-job": 1 },
      paths: { "/a": { get: operation }, "/b": { get: { "x-job": {} } } },
    });
    expect(notes).toEqual([
      "dropped x-base-url, which is ours to write in the overlay, at /x-base-url",
      "dropped x-errors, which is ours to write in the overlay, at /x-errors",
      "dropped x-job, which is ours to write in the overlay, at /paths/~1a/get/x-job and in 1 more place",
      "dropped x-items, which is ours to write in the overlay, at /paths/~1a/get/responses/200/links/pot/x-items",
    ]);
    expect(document).toEqual(
      treeOf({
        "x-vendor": { "x-job": 1 },
        paths: { "/a": { get: { responses: { 200: { links: { pot: {} } } } } }, "/b": { get: {} } },
      }),
    );
  });

  it("keeps properties and headers that are called like them", () => {
    const schemas = { Pot: { properties: { "x-job": { type: "string" } }, example: { "x-job": "a" } } };
    const page = { components: { schemas, responses: { ok: { headers: { "x-items": {} } } } } };
    expect(clean(page)).toEqual({ document: treeOf(page), notes: [] });
  });

  it.each([
    ["a title", { info: { title: "Pots\u001b[2J" } }],
    ["a title of two lines", { info: { title: "Pots\n## Pans" } }],
    ["an operationId", { paths: { "/a": { get: { operationId: "a\u0000" } } } }],
    ["a path", { paths: { "/a\u202e": {} } }],
    ["a property", { components: { schemas: { Pot: { properties: { "a\ud800": {} } } } } }],
    ["a name of a C1 control", { components: { schemas: { "P\u009bot": {} } } }],
    ["a required member", { components: { schemas: { Pot: { required: ["a\nb"] } } } }],
    ["a name inside an example", { components: { schemas: { Pot: { example: { "a\u0007": 1 } } } } }],
  ])("refuses %s with a character that does not show", (_, document) => {
    expect(() => clean(document)).toThrow(/Failed to import pots\.yaml: .*holds a character that does not show/);
    // eslint-disable-next-line no-control-regex
    expect(() => clean(document)).not.toThrow(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it("strips such characters from descriptions, and says so", () => {
    const { document, notes } = clean({ info: { description: "Two\n\tlines\u001b[31m\u202e", title: "Pots" } });
    expect(document).toEqual(treeOf({ info: { description: "Two\n\tlines[31m", title: "Pots" } }));
    expect(notes).toEqual(["dropped characters that do not show at /info/description"]);
  });

  it("keeps the lines of every text that is for people alone", () => {
    const lines = "A token.\nExample: `Bearer abc`\n";
    const page = {
      info: { description: lines, summary: lines },
      components: {
        securitySchemes: { key: { type: "http", scheme: "bearer", bearerFormat: lines, description: lines } },
      },
    };
    expect(clean(page)).toEqual({ document: treeOf(page), notes: [] });
  });

  it("leaves values as they are", () => {
    const page = {
      components: {
        schemas: {
          Pot: { example: "a\u001b\n", enum: ["\n"], default: "\t", "x-y": "\n", pattern: "\n", $comment: "a\nb" },
        },
      },
    };
    expect(clean(page)).toEqual({ document: treeOf(page), notes: [] });
  });

  it("refuses a document that names another one, with the place", () => {
    expect(() => clean({ paths: { "/a": { $ref: "https://pots.example/a.json" } } })).toThrow(
      'Failed to import pots.yaml: at /paths/~1a/$ref $ref "https://pots.example/a.json" leads to another document',
    );
  });
});
