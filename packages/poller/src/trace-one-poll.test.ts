import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("passes a successful poll through no more than seven files", async () => {
  const script = fileURLToPath(new URL("fixtures/trace-one-poll.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=@genwait/source",
    "--no-warnings",
    script,
  ]);
  const files: string[] = JSON.parse(stdout);
  expect(files.filter((file) => file.startsWith("poller/")).length).toBeLessThanOrEqual(7);
  expect(files).toMatchInlineSnapshot(`
    [
      "lifecycle/json-pointer.ts",
      "poller/events.ts",
      "poller/job-loop.ts",
      "poller/rate-limiter.ts",
      "poller/schedule.ts",
      "poller/timers.ts",
    ]
  `);
});
