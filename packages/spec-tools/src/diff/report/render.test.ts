import { describe, expect, it } from "vitest";

import type { DiffReport } from "./diff-report.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { renderText } from "./render-text.ts";

const report: DiffReport = {
  apis: [
    {
      api: "pots",
      bump: "major",
      reasons: [
        {
          bump: "major",
          seenBy: "wire",
          pointer: "/paths/~1pots/get",
          message: "The operation `getPots` was removed.",
          old: "GET /pots",
          new: null,
        },
        {
          bump: "minor",
          seenBy: "lifecycle",
          pointer: "/a",
          message: "`queued` will be treated as pending.",
          old: ["done"],
          new: ["queued", "done"],
        },
      ],
    },
    { api: "vases", bump: "none", reasons: [] },
  ],
};

describe("a report for people", () => {
  it("is a list on a terminal", () => {
    expect(renderText(report)).toMatchInlineSnapshot(`
      "pots: major, for 2 reasons
        major  The operation \`getPots\` was removed.
                 wire /paths/~1pots/get
        minor  \`queued\` will be treated as pending.
                 lifecycle /a

      vases: none. Nothing changed for a client.
      "
    `);
  });

  it("is a table and lists in a pull request", () => {
    expect(renderMarkdown(report)).toMatchInlineSnapshot(`
      "## Changes of the specs

      | API | bump | reasons |
      |---|---|---|
      | pots | **major** | 2 |
      | vases | **none** | 0 |

      ### pots

      **Breaks**

      - The operation \`getPots\` was removed. (\`GET /pots\` → nothing) <sub>wire \`/paths/~1pots/get\`</sub>

      **Adds**

      - \`queued\` will be treated as pending. (\`["done"]\` → \`["queued","done"]\`) <sub>lifecycle \`/a\`</sub>
      "
    `);
  });

  it("folds away a long list of texts in a pull request", () => {
    const reasons = Array.from({ length: 6 }, (_, index) => ({
      bump: "patch" as const,
      seenBy: "wire" as const,
      pointer: `/${index}`,
      message: "Text.",
      old: null,
      new: null,
    }));
    expect(renderMarkdown({ apis: [{ api: "pots", bump: "patch", reasons }] })).toContain(
      "<details><summary>6 changes of texts and bounds",
    );
  });

  it("says so when there is nothing to compare", () => {
    expect(renderText({ apis: [] })).toBe("There are no APIs to compare.\n");
  });
});
