import { expect, test } from "vitest";

import { curlOf } from "../../page/curl.js";
import type { RequestEntry } from "../../page/types.js";
import { pollsAt } from "./fixtures/a-job.ts";

const curl = (more: Partial<RequestEntry>): string | undefined => {
  const [entry] = pollsAt([0], more);
  return entry && curlOf(entry, "http://127.0.0.1:4010");
};

test("a request is a command with its own headers, and with any key", () => {
  const requestHeaders = { host: "127.0.0.1:4010", accept: "*/*", "x-key": "***", "user-agent": "node" };
  expect(curl({ requestHeaders, target: "/decks/a?key=***" })).toBe(
    "curl -H 'accept: */*' -H 'x-key: any' 'http://127.0.0.1:4010/decks/a?key=any'",
  );
});

test("what is sent cannot end its quotes", () => {
  expect(curl({ method: "PUT", target: "/a'b", requestBody: "it's" })).toBe(
    "curl -X PUT --data-raw 'it'\\''s' 'http://127.0.0.1:4010/a'\\''b'",
  );
  expect(curl({ method: "POST", requestBody: "{}" })).not.toContain("-X");
});

test("of a body that the log has cut there is no command", () => {
  expect(curl({ method: "POST", requestBody: "{…" })).toBeUndefined();
});
