import { expect, test } from "vitest";

import { openStudio } from "../fixtures/studio.ts";

test("the log is an HTTP archive that shows calls and their responses, and no key", async () => {
  const { call, mock } = await openStudio();
  const headers = { "x-key": "secret-1", "content-type": "application/json", authorization: "Bearer secret-2" };
  await call("/decks?token=secret-3&page=2", { method: "POST", headers, body: JSON.stringify({ topic: "Lamps" }) });
  await call("/decks/mock-reset", { headers: { "x-mock-fault": "reset" } }).catch(() => {});
  const archive = await call("/_mock/requests.har");
  expect(archive.text).not.toContain("secret-");
  const { log } = Object(archive.body);
  expect([log.version, log.entries.length]).toEqual(["1.2", 2]);
  expect(log.entries[0]).toMatchObject({
    startedDateTime: new Date(mock.requests.list()[0]?.callerMs ?? 0).toISOString(),
    request: {
      method: "POST",
      url: expect.stringMatching(/^https:\/\/studio\.mock\.invalid\/decks\?/),
      queryString: [
        { name: "token", value: "***" },
        { name: "page", value: "2" },
      ],
      postData: { mimeType: "application/json", text: '{"topic":"Lamps"}' },
    },
    response: { status: 201, statusText: "Created", content: { mimeType: "application/json" } },
    comment: "createDeck, created, scenario default",
  });
  expect(log.entries[1]).toMatchObject({
    response: { status: 0, statusText: "" },
    comment: expect.stringContaining("fault reset"),
  });
});
