import { expect, test } from "vitest";

import { membersOf } from "../../page/members.js";

const poll = (responseBody: string, more: object = {}) => ({
  number: 1,
  atMs: 0,
  callerMs: 0,
  api: "a",
  method: "GET",
  target: "/",
  status: 200,
  requestHeaders: {},
  responseHeaders: {},
  requestBody: "",
  responseBody,
  ...more,
});

test("the members of the last good response are told with their pointers", () => {
  const body = JSON.stringify({ data: { media: [{ url: "https://x.example/1.png" }] }, "a/b": null });
  expect(membersOf([poll("{}"), poll(body), poll("<html>", { status: 502, fault: "bad-gateway" })])).toEqual([
    ["/data/media/0/url", "https://x.example/1.png"],
    ["/a~1b", "null"],
  ]);
});

test("a response that the log has cut, or that is no JSON, has none", () => {
  expect([membersOf([]), membersOf([poll('{"a":"…')]), membersOf([poll("")])]).toEqual([[], [], []]);
});
