import { describe, expect, it } from "vitest";

import type { Edit } from "../corpus/apply-edits.ts";
import { sentencesOfEdits } from "../corpus/testing.ts";

const schemes: Edit = {
  set: "/components/securitySchemes",
  value: { key: { type: "apiKey", in: "header", name: "X-Key" }, login: { type: "http", scheme: "bearer" } },
};
const security = (value: unknown): Edit => ({ set: "/security", value });

describe("security", () => {
  it("shuts out who was let in", async () => {
    expect(await sentencesOfEdits([security([{ key: [], login: [] }])], [schemes, security([{ key: [] }])]))
      .toMatchInlineSnapshot(`
      [
        "major: The operation \`putPot\` now asks for \`key\` and \`login\`; it asked for \`key\`.",
      ]
    `);
    expect(await sentencesOfEdits([security([{ key: [] }])], [schemes])).toMatchInlineSnapshot(`
      [
        "major: The operation \`putPot\` now asks for \`key\`; it asked for nothing.",
      ]
    `);
  });

  it("lets in who offers more than is asked for", async () => {
    expect(await sentencesOfEdits([security([{ key: [] }])], [schemes, security([{ key: [], login: [] }])]))
      .toMatchInlineSnapshot(`
      [
        "minor: The operation \`putPot\` now asks for \`key\`; it asked for \`key\` and \`login\`.",
      ]
    `);
  });

  it("is sent in another way", async () => {
    const moved = [{ set: "/components/securitySchemes/key/in", value: "query" }] as const;
    expect(await sentencesOfEdits(moved, [schemes, security([{ key: [] }])])).toMatchInlineSnapshot(`
      [
        "major: The security scheme \`key\` is sent in another way.",
      ]
    `);
  });
});
