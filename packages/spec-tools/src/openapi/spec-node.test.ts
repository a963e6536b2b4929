import { describe, expect, it } from "vitest";

import { followed, memberOf, membersOf, rootNode } from "./spec-node.ts";

describe("a node of a document", () => {
  it("knows its pointer, also through references", () => {
    const root = rootNode({ a: { $ref: "#/paths/~1x~1%7Bid%7D" }, paths: { "/x/{id}": { $ref: "#/b" } }, b: { c: 1 } });
    const target = membersOf(root).get("a");
    expect(target).toMatchObject({ value: { c: 1 }, pointer: "/b" });
    expect(memberOf(memberOf(root, "paths"), "/x/{id}")?.pointer).toBe("/paths/~1x~1{id}");
  });

  it("refuses a reference to nothing", () => {
    const node = memberOf(rootNode({ a: { $ref: "#/b" } }), "a") ?? rootNode({});
    expect(() => followed(node)).toThrowErrorMatchingInlineSnapshot(
      `[CommandError: Failed to follow "#/b" at /a: nothing is there. Correct the reference or add what it names.]`,
    );
  });

  it("refuses a circle of references", () => {
    const node = memberOf(rootNode({ a: { $ref: "#/b" }, b: { $ref: "#/a" } }), "a") ?? rootNode({});
    expect(() => followed(node)).toThrowErrorMatchingInlineSnapshot(
      `[CommandError: Failed to follow the $ref at /a: it leads back to itself. Point it at a definition.]`,
    );
  });
});
