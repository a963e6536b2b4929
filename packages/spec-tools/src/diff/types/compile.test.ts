import { describe, expect, it } from "vitest";

import { compile } from "./compile.ts";

describe("compile", () => {
  it("tells what is wrong, where", async () => {
    const complaints = await compile({
      "a.ts": "export interface A { a: string; list: string[] }\n",
      "b.ts": 'import type { A } from "./a.ts";\ndeclare const a: A;\na.b;\na.list[0];\n',
    });
    expect(complaints).toMatchInlineSnapshot(`
      [
        {
          "because": undefined,
          "code": "TS2339",
          "column": 3,
          "file": "b.ts",
          "line": 3,
          "message": "Property 'b' does not exist on type 'A'.",
        },
      ]
    `);
  });

  it("finds nothing wrong with modules that are right", async () => {
    expect(await compile({ "a.ts": "export type A = string | (string & {});\n" })).toEqual([]);
  });
});
