import { describe, expect, it } from "vitest";

import { itemDiagram, stateDiagram } from "./state-diagram.ts";

describe("stateDiagram", () => {
  it("draws every end with the words that tell it, rules first", () => {
    const job = {
      name: "weave",
      id: { request: "$request.path.id" },
      state: {
        rules: [{ when: [{ at: "/code", prefix: "SAFETY:" }, { status: 200 }], is: "filtered" as const }],
        at: "/state",
        values: { pending: ["busy", "in queue"], succeeded: ["done"], cancelled: ["stopped; by #user"] },
        otherwise: "failed" as const,
      },
    };
    expect(stateDiagram(job, ["createWeave"])).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      stateDiagram-v2
        direction LR
        [*] --> pending: createWeave
        pending --> filtered: /code begins with SAFETY#58; and HTTP 200
        pending --> pending: busy, in queue
        pending --> succeeded: done
        pending --> cancelled: stopped#59; by #35;user
        pending --> failed: any other word
        filtered --> [*]
        succeeded --> [*]
        cancelled --> [*]
        failed --> [*]
      \`\`\`"
    `);
  });

  it("draws how outputs add up to the job, and the lifecycle of one", () => {
    const items = {
      at: "/media",
      state: { at: "/status", values: { succeeded: ["success"], filtered: ["censored"] } },
      none: "pending" as const,
    };
    expect(stateDiagram({ name: "weave", id: { request: "$request.path.id" }, items }, [])).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      stateDiagram-v2
        direction LR
        [*] --> pending
        pending --> pending: nothing in /media
        pending --> pending: some output pending, or fewer than asked for
        pending --> succeeded: every output succeeded
        pending --> partial: some succeeded
        pending --> failed: none succeeded (filtered)
        succeeded --> [*]
        partial --> [*]
        failed --> [*]
      \`\`\`"
    `);
    expect(itemDiagram(items)).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      stateDiagram-v2
        direction LR
        [*] --> pending
        pending --> succeeded: success
        pending --> filtered: censored
        pending --> pending: any other word
      \`\`\`"
    `);
  });
});
