import { expect, test } from "vitest";

import { openStudio } from "../fixtures/studio.ts";
import { withoutOwnWords } from "../response/read-prefer.ts";

test.each([
  ["application/json;q=0", 406],
  ["*/*;q=0", 406],
  ["application/json;q=0, */*", 406],
  ["text/html", 406],
  ["text/html, application/json;q=0.1", 200],
  ["*/*;q=0.1", 200],
  ["application/vnd.a+json", 200],
  ["", 200],
])("who accepts %j gets %i, and nothing is started for who cannot read it", async (accept, status) => {
  const { call, mock } = await openStudio({ anyId: false });
  const created = await call("/decks", {
    method: "POST",
    headers: { accept, "content-type": "application/json" },
    body: JSON.stringify({ topic: "Lamps" }),
  });
  expect(created.status < 300 ? 200 : created.status).toBe(status);
  expect(mock.jobs.count()).toBe(status === 200 ? 1 : 0);
});

test.each([
  ["code=abc", 'the preferred code is "abc"'],
  ["code=99", 'the preferred code is "99"'],
  ["code=", 'the preferred code is ""'],
  ["dynamic=True", 'dynamic is "True"'],
  ["dynamic=yes", 'dynamic is "yes"'],
  ["example=", "has no name"],
])("the preference %s is refused, as Prism does", async (prefer, reason) => {
  const { poll, mock } = await openStudio();
  const { status, body } = await poll("deck", "a", { headers: { prefer } });
  expect([status, body]).toMatchObject([422, { detail: expect.stringContaining(reason) }]);
  expect((await poll("deck", `a?__${prefer}`)).status).toBe(422);
  expect(mock.jobs.count()).toBe(0);
});

test.each(["code=200", "respond-async", "return=minimal, wait=5", "dynamic=false", "seed=x"])(
  "the preference %s leaves the job its own state",
  async (prefer) => {
    const { poll } = await openStudio();
    expect((await poll("deck", "mock-instant", { headers: { prefer } })).body).toMatchObject({ status: "completed" });
  },
);

test("an example that is not there is a 404 in plain words", async () => {
  const { poll } = await openStudio();
  const { status, body } = await poll("deck", "a", { headers: { prefer: "code=200; example=nope" } });
  expect([status, body]).toMatchObject([404, { title: "The server cannot find the requested content" }]);
});

test("a header for the mock that it does not know is refused: it was mistyped", async () => {
  const { poll, mock } = await openStudio();
  const { status, text } = await poll("deck", "a", { headers: { "x-mock-scenrio": "failed" } });
  expect([status, text]).toEqual([400, expect.stringContaining("Failed to read the header x-mock-scenrio")]);
  expect(mock.jobs.count()).toBe(0);
});

test("a HEAD of the control API is its GET without a body", async () => {
  const { call } = await openStudio();
  const { status, text, headers } = await call("/_mock/jobs", { method: "HEAD" });
  expect([status, text, Number(headers.get("content-length")) > 0]).toEqual([200, "", true]);
});

test.each([
  ["code=401", undefined],
  ["code=200; example=done", undefined],
  ["wait=5, code=401", "wait=5"],
  ["respond-async", "respond-async"],
  ["", undefined],
])("the document is asked about the preference %j as %j: a service may have words of its own", (prefer, rest) => {
  expect(withoutOwnWords({ accept: "*/*", prefer })).toEqual({
    accept: "*/*",
    ...(rest !== undefined && { prefer: rest }),
  });
});
