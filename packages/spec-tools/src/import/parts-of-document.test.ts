import { pointerTokens } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { jsonPointer } from "../openapi/json-pointer.ts";
import { documentOfParts, partsOfDocument } from "./parts-of-document.ts";
import { documentOfPage } from "./document-of-page.ts";
import { fixturePage, inOrder, mappingOf } from "./testing.ts";

describe("partsOfDocument", () => {
  it("takes a document apart at operations, components and tags", async () => {
    const document = documentOfPage(await fixturePage("mintlify-get-render.md"), "page");
    expect(partsOfDocument(document).map(({ path }) => jsonPointer(path))).toEqual([
      "/openapi",
      "/info",
      "/servers",
      "/security",
      "/tags/Renders",
      "/paths/~1v2~1renders~1{render_id}/get",
      "/components/schemas/Render",
      "/components/schemas/State",
      "/components/securitySchemes/bearer",
    ]);
  });

  it("is undone by documentOfParts, the order of keys included", async () => {
    const odd = "tags: []\npaths: { /a: {}, /b: { get: {} } }\ncomponents: { schemas: {} }\nwebhooks: null\nx-a: [1]";
    for (const document of [
      documentOfPage(await fixturePage("gitbook-transcripts.md"), "page"),
      mappingOf(odd),
      mappingOf("tags: [{ a: 1 }]"),
    ]) {
      expect(inOrder(documentOfParts(partsOfDocument(document)))).toEqual(inOrder(document));
    }
  });
});

describe("jsonPointer", () => {
  it("escapes slashes and tildes, and pointerTokens reads them back", () => {
    expect(jsonPointer(["a/b", "~1", 0])).toBe("/a~1b/~01/0");
    expect(pointerTokens("/a~1b/~01/0")).toEqual(["a/b", "~1", "0"]);
    expect(pointerTokens("")).toEqual([]);
  });
});
