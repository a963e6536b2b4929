import { expect, test } from "vitest";
import * as poller from "./index.ts";

test("exports what it says", () => {
  expect(Object.keys(poller).sort()).toMatchInlineSnapshot(`
    [
      "JobFailedError",
      "JobSourceError",
      "WaitError",
      "createPoller",
      "expectSuccess",
      "isJobFailedError",
      "isJobSourceError",
      "isWaitError",
    ]
  `);
});

test("loads with no builtin in reach", async () => {
  const { readdirSync, readFileSync } = await import("node:fs");
  const folder = new URL(".", import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.includes(".test"));
  for (const name of sources)
    expect(readFileSync(new URL(name, folder), "utf8")).not.toMatch(/(from|import\() ?"node:/);
});
