import { describe, expect, it } from "vitest";

import { findFences } from "./find-fences.ts";

describe("findFences", () => {
  it("keeps three backticks inside a fence of four as text", () => {
    const page = ["````yaml get /a", "a: |", "```", "  b", "```", "````", "after"].join("\n");
    expect(findFences(page)).toEqual([{ info: "yaml get /a", body: "a: |\n```\n  b\n```", line: 2, closed: true }]);
  });

  it("ends a fence at a longer closing line, not at one with text behind", () => {
    expect(findFences("```json\n1\n``` x\n`````").map(({ body }) => body)).toEqual(["1\n``` x"]);
  });

  it("finds several fences, also of tildes, with Windows line ends", () => {
    const found = findFences("```json\r\n{}\r\n```\r\n\r\n~~~yaml\r\na: 1\r\n~~~\r\n");
    expect(found.map(({ info, body, line }) => [info, body, line])).toEqual([
      ["json", "{}", 2],
      ["yaml", "a: 1", 6],
    ]);
  });

  it("takes the indent of an indented fence off its body", () => {
    expect(findFences("  ```yaml\n  a:\n    b: 1\n x: 2\n  ```")[0]?.body).toBe("a:\n  b: 1\nx: 2");
  });

  it("takes inline code for no fence", () => {
    expect(findFences("```json``` is JSON\n{}")).toEqual([]);
  });

  it("says when the page ends inside a fence", () => {
    expect(findFences("```json\n{}")).toEqual([{ info: "json", body: "{}", line: 2, closed: false }]);
  });

  it.each([
    ["in a list item", '1. Read:\n\n   ```json\n   {\n     "a": 1\n   }\n   ```\n\n2. Then'],
    ["in an item of an item", '- a\n  - b\n\n    ```json\n    {\n      "a": 1\n    }\n    ```\n'],
    ["on the line of the item", '- ```json\n  {\n    "a": 1\n  }\n  ```\n'],
    ["in a quote", '> Read:\n>\n> ```json\n> {\n>   "a": 1\n> }\n> ```\n'],
    ["in a quote that ends before it", '> ```json\n> {\n>   "a": 1\n> }\nafter\n'],
  ])("finds one %s, without what marks the container", (_, page) => {
    expect(findFences(page)).toMatchObject([{ info: "json", body: '{\n  "a": 1\n}', closed: true }]);
  });
});
