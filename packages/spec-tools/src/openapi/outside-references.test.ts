import { describe, expect, it } from "vitest";

import { outsideReferences, outsideReferenceText } from "./outside-references.ts";

const told = (document: unknown) =>
  outsideReferences(document).map(({ pointer, keyword, kind }) => `${pointer} ${keyword} ${kind}`);

/** A schema of a component, where most references stand. */
const schema = (pot: unknown) => told({ components: { schemas: { Pot: pot } } });

describe("outsideReferences", () => {
  it.each([
    ["an address", "https://pots.example/pot.json", "address"],
    ["an address without a scheme", "//pots.example/pot.json", "address"],
    ["a file", "./pot.yaml#/Pot", "file"],
    ["a path of this machine", "/etc/pots.json", "file"],
    ["a file address", "file:///etc/pots.json", "address"],
    ["a file behind a sign that only looks like a fragment", "#/../pot.json#/Pot", "file"],
    ["a folder above, behind such a sign", "#../../pot.json#/x", "file"],
    ["nothing", "", "file"],
  ])("tells a $ref to %s", (_, target, kind) => {
    expect(schema({ $ref: target })).toEqual([`/components/schemas/Pot/$ref $ref ${kind}`]);
  });

  it("takes a $ref to a place or an anchor of the document", () => {
    for (const $ref of ["#", "#/components/schemas/Pan", "#/paths/~1pots~1%7Bid%7D", "#pan", "#pan.1"])
      expect(schema({ $ref })).toEqual([]);
  });

  it("tells a $ref wherever it stands, also in data", () => {
    const $ref = "https://pots.example/";
    expect(schema({ example: { deep: [{ $ref }] } })).toEqual([
      "/components/schemas/Pot/example/deep/0/$ref $ref address",
    ]);
    expect(schema({ default: { $ref } })).toHaveLength(1);
    expect(schema({ enum: [{ $ref }] })).toHaveLength(1);
    expect(schema({ "x-pots": { $ref } })).toHaveLength(1);
    expect(told({ info: { description: { $ref } } })).toHaveLength(1);
    expect(told({ paths: { "/pots": { $ref } } })).toHaveLength(1);
    expect(told({ paths: { "/pots": { get: { responses: { 200: { $ref } } } } } })).toHaveLength(1);
  });

  it("tells every other keyword that names a document", () => {
    const url = "https://pots.example/pots.json";
    expect(schema({ $dynamicRef: url })).toHaveLength(1);
    expect(schema({ $recursiveRef: url })).toHaveLength(1);
    expect(schema({ $id: url })).toHaveLength(1);
    expect(schema({ $schema: url })).toHaveLength(1);
    expect(schema({ discriminator: { propertyName: "kind", mapping: { pot: url, pan: "pan.yaml" } } })).toHaveLength(2);
    expect(told({ jsonSchemaDialect: url })).toHaveLength(1);
    expect(told({ components: { examples: { pot: { externalValue: "pot.json" } } } })).toHaveLength(1);
    expect(told({ components: { links: { pot: { operationRef: `${url}#/paths/~1pots/get` } } } })).toHaveLength(1);
  });

  it("leaves data and names as they are", () => {
    const data = {
      $id: "https://pots.example",
      mapping: { a: "https://pots.example" },
      operationRef: "x.yaml",
      $schema: "y",
    };
    expect(schema({ example: data, default: data, "x-pots": data })).toEqual([]);
    expect(schema({ properties: { $ref: { type: "string" }, externalValue: { type: "string" } } })).toEqual([]);
    expect(
      schema({ description: "see https://pots.example/pots.yaml", externalDocs: { url: "https://a.example" } }),
    ).toEqual([]);
    expect(schema({ discriminator: { mapping: { pot: "Pot", pan: "#/components/schemas/Pan" } } })).toEqual([]);
    expect(schema({ $schema: "https://json-schema.org/draft/2020-12/schema" })).toEqual([]);
    expect(told({ components: { links: { pot: { operationRef: "#/paths/~1pots/get" } } } })).toEqual([]);
  });

  it("tells a reference that makes a description of an example", () => {
    const document = {
      paths: { "/pots": { $ref: "#/components/examples/pot/value" } },
      components: { examples: { pot: { value: { get: { "x-job": { name: "pot" } } } } } },
    };
    expect(told(document)).toEqual(["/paths/~1pots/$ref $ref data"]);
  });

  it("says what to do about each kind", () => {
    const texts = ["https://pots.example/", "pot.yaml"].map((target) =>
      outsideReferences({ $ref: target }).map(outsideReferenceText).join(),
    );
    expect(texts).toMatchInlineSnapshot(`
      [
        "at /$ref $ref "https://pots.example/" leads to another document, and nothing here follows an address. Copy what it means into the document.",
        "at /$ref $ref "pot.yaml" leads to another file. Bundle it first (npx @redocly/cli bundle <file> -o bundled.yaml), and import bundled.yaml.",
      ]
    `);
  });
});
