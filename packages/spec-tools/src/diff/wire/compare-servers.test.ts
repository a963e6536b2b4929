import { describe, expect, it } from "vitest";

import type { Edit } from "../corpus/apply-edits.ts";
import { sentencesOfEdits } from "../corpus/testing.ts";

const servers = (...urls: readonly string[]): Edit => ({ set: "/servers", value: urls.map((url) => ({ url })) });

describe("servers", () => {
  it("break who calls one that is gone", async () => {
    const moved = await sentencesOfEdits([servers("https://new.example")], [servers("https://old.example")]);
    expect(moved).toMatchInlineSnapshot(`
      [
        "major: Keys now go to \`https://new.example\` in place of \`https://old.example\`.",
      ]
    `);
  });

  it("may change places, which changes what is called by default", async () => {
    const [a, b] = ["https://a.example", "https://b.example"];
    expect(await sentencesOfEdits([servers(b, a)], [servers(a, b)])).toMatchInlineSnapshot(`
      [
        "major: Keys now go to \`https://b.example\` in place of \`https://a.example\`.",
      ]
    `);
  });

  it("may end in a slash", async () => {
    expect(await sentencesOfEdits([servers("https://a.example/")], [servers("https://a.example")])).toEqual([]);
  });
});
