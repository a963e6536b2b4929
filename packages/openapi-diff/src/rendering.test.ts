import { expect, it } from "vitest";

import { diffDocuments } from "./diff.ts";
import { renderMarkdown, renderText } from "./rendering.ts";

const document = (version: string): unknown => ({ openapi: "3.1.0", info: { title: "Pots", version }, paths: {} });

it("tells changes of a caller's own among those of the documents", () => {
  const changes = diffDocuments(document("1"), document("2"));
  const more = [{ bump: "major", code: "api-removed", pointer: "", sentence: "The API `pots` is gone." }] as const;
  expect(renderText(changes, { more })).toMatchInlineSnapshot(`
    "major: 2 changes
      major  The API \`pots\` is gone.
             api-removed
      patch  The document has version \`"2"\`; it had \`"1"\`.
             version-changed /info/version
    "
  `);
  expect(renderMarkdown(changes, { more })).toMatchInlineSnapshot(`
    "**major**

    **Breaks**

    - The API \`pots\` is gone. <sub>\`api-removed\`</sub>

    **Rewords**

    - The document has version \`"2"\`; it had \`"1"\`. <sub>\`version-changed\` \`/info/version\`</sub>
    "
  `);
});
