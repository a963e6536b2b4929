import { describe, expect, it } from "vitest";

import { mappingOf } from "./testing.ts";
import { unmetReferences } from "./unmet-references.ts";

describe("unmetReferences", () => {
  it("names each reference that leads nowhere, once", () => {
    const document = mappingOf(`
paths:
  /a/{id}: { get: { list: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/B' }] } }
  /b: { $ref: '#/paths/~1a~1%7Bid%7D' }
  /c: { $ref: './other.yaml#/c' }
  /d: { $ref: '#/paths/~1a~1{id}/get/list/0' }
components: { schemas: { A: { $ref: '#' } } }`);
    expect(unmetReferences(document)).toEqual(["#/components/schemas/B", "./other.yaml#/c"]);
  });

  it("survives a reference that is no address", () => {
    expect(unmetReferences(mappingOf("a: { $ref: '#/%E0' }"))).toEqual(["#/%E0"]);
  });
});
