import { expect, test } from "vitest";

import { createMockService } from "../create-mock-service.ts";
import { openStudio, type Seen, studio } from "../fixtures/studio.ts";

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

const idOf = ({ text }: Seen): string => /"(?:deckId|id)":"([^"]+)"/.exec(text)?.[1] ?? "";

test("two jobs with different input differ where real jobs differ, and say what they were asked", async () => {
  const { call, poll, clock } = await openStudio({ anyId: false });
  const first = idOf(await call("/decks", post({ topic: "Tea ceremonies\nand more", exportAs: "pptx" })));
  await clock.advance(5000);
  const second = idOf(await call("/decks", post({ topic: "Night trains", exportAs: "pdf" })));
  await clock.advance(600_000);
  const bodies = [(await poll("deck", first)).body, (await poll("deck", second)).body];
  expect(bodies).toEqual([
    expect.objectContaining({
      title: "Tea ceremonies",
      shareId: expect.stringMatching(/^sh-\d{12}$/),
      exportUrl: `https://studio.mock.invalid/_mock/files/deck/${first}/exportUrl.pptx`,
      createdAt: "2026-01-01T00:00:00Z",
      made: 1767225600,
    }),
    expect.objectContaining({
      title: "Night trains",
      exportUrl: `https://studio.mock.invalid/_mock/files/deck/${second}/exportUrl.pdf`,
      createdAt: "2026-01-01T00:00:05Z",
      made: 1767225605,
    }),
  ]);
  const [one = {}, two = {}] = bodies.map((body) => Object(body));
  expect(one.shareId).not.toBe(two.shareId);
  expect(one.shareUrl).toBe(`https://studio.example/s/${one.shareId}`);
  expect((await poll("deck", first)).body).toEqual(one);
});

test.each([
  ["Tea  & ceremonies!", "Tea-ceremonies"],
  ["Über Tee", "Uber-Tee"],
  ['"}],<script>', "script"],
  ["東京", "Best-hikes"],
  ["a ".repeat(100), "a-a-a-a-a-a-a-a-a-a-a-a"],
])("an address that spells the example's title spells this job's: %s", async (topic, slug) => {
  const document = studio
    .replace("example: Hikes", "example: Best hikes")
    .replace("https://studio.example/s/", "https://studio.example/s/Best-hikes-");
  const { call, poll } = await openStudio({ anyId: false, apis: [{ name: "studio", document }] });
  const id = idOf(await call("/decks", post({ topic }, { "x-mock-scenario": "instant" })));
  const { shareUrl, shareId } = Object((await poll("deck", id)).body);
  expect(shareUrl).toBe(`https://studio.example/s/${slug}-${shareId}`);
});

test("a job that no create started says what the examples say", async () => {
  const { poll } = await openStudio();
  expect((await poll("deck", "mock-instant")).body).toMatchObject({ title: "Hikes" });
});

test.each([
  ["a word that is not allowed", { topic: "a", exportAs: "docx" }, "exportAs must be one of pdf, pptx"],
  ["a wrong type", { topic: 7 }, "topic must be string"],
  ["an empty text", { topic: "" }, "topic must not be empty"],
  ["no body", "", "the body is missing"],
  ["half a document", "{", "the body is no JSON: "],
])("a refusal says what is wrong: %s", async (_, body, message) => {
  const { call } = await openStudio();
  const { status, body: refusal } = await call("/decks", post(body));
  expect([status, refusal]).toEqual([400, { message: expect.stringContaining(message) }]);
});

test.each([
  [{ "content-type": "application/x-www-form-urlencoded" }, "the content type is application/x-www-form-urlencoded"],
  [{ "content-type": "" }, "there is no content type"],
])("a refusal names the content type %j", async (headers, message) => {
  const { call } = await openStudio();
  const { body } = await call("/decks", post({ topic: "a" }, headers));
  expect(body).toEqual({ message: `${message}; send application/json` });
});

const content = (example: unknown) => ({ "application/json": { schema: { type: "object" }, example } });

test("reasons are numbered where the service numbers them, and stand where a list of errors has its text", async () => {
  const schema = {
    type: "object",
    required: ["a", "b"],
    properties: { a: { type: "integer" }, b: { type: "integer" } },
  };
  const operation = (name: string, example: unknown) => ({
    post: {
      operationId: name,
      requestBody: { required: true, content: { "application/json": { schema } } },
      responses: { 200: { description: "Good" }, 400: { description: "Bad", content: content(example) } },
    },
  });
  const document = {
    openapi: "3.0.3",
    info: { title: "Forms", version: "1" },
    paths: {
      "/numbered": operation("numbered", { code: 4, message: "Input validation errors: 1. a should not be empty" }),
      "/listed": operation("listed", { errors: [{ kind: "bad", detail: "what is wrong" }] }),
      "/silent": operation("silent", { code: 4 }),
      "/none": {
        post: {
          operationId: "none",
          requestBody: { required: true, content: { "application/json": { schema } } },
          responses: { 200: { description: "Good" } },
        },
      },
    },
  };
  const mock = await createMockService({ apis: [{ name: "forms", document }] });
  const refusal = async (path: string): Promise<unknown> => {
    const response = await mock.fetch(mock.url("forms") + path, post({ b: "x" }));
    return [response.status, await response.json()];
  };
  expect(await refusal("/numbered")).toEqual([
    400,
    { code: 4, message: "Input validation errors: 1. a is required 2. b must be integer" },
  ]);
  expect(await refusal("/listed")).toEqual([
    400,
    { errors: [{ kind: "bad", detail: "a is required; b must be integer" }] },
  ]);
  expect(await refusal("/silent")).toEqual([400, { code: 4 }]);
  expect(await refusal("/none")).toEqual([
    422,
    expect.objectContaining({ type: "about:blank", detail: "a is required; b must be integer" }),
  ]);
  await mock.close();
});

test("a 405 names the methods there are, and a 401 the header that wants a key", async () => {
  const { call, mock } = await openStudio();
  expect((await call("/decks/a", { method: "DELETE" })).headers.get("allow")).toBe("GET");
  const bare = await mock.fetch(`${mock.url("studio")}/decks/a`);
  expect(bare.headers.get("www-authenticate")).toBe('ApiKey name="x-key"');
  expect(bare.headers.get("x-mock-hint")).toBe("no key; send x-key, any text");
});

test("whoever opens the address in a browser is led to the page", async () => {
  const { call } = await openStudio();
  const { status, headers } = await call("/", { headers: { accept: "text/html,*/*", "x-key": "" } });
  expect([status, headers.get("location")]).toEqual([302, "/_mock/"]);
});

test.each([
  ["undefined", 'the id is "undefined": the program has lost it'],
  ["[object Object]", 'the id is "[object Object]": the program has lost it'],
  ["{id}", 'the id is "{id}": the program has lost it'],
  ["mock-faild", 'there is no scenario "faild"; did you mean mock-failed?'],
  ["mock-partal-3-x", 'there is no scenario "partal-3-x"; did you mean mock-partial?'],
  ["mock-zzzzzz", 'there is no scenario "zzzzzz"; GET /_mock/scenarios lists them'],
  ["%7Bid%7D", 'the id is "%7Bid%7D": the program has lost it'],
  ["Promise { <pending> }", 'the id is "Promise { <pending> }": the program has lost it'],
  ["async () => id", 'the id is "async () => id": the program has lost it'],
  ["id", 'the id is "id": the program has lost it'],
  ["mock-Faild", 'there is no scenario "Faild"; did you mean mock-failed?'],
  ["mock-slow-90", "slow takes a time such as 90s, not 90"],
  ["mock-items-1001", "items takes a number from 0 to 1000, not 1001"],
  [
    "dk_never",
    "nobody has created this id; send a create first, take an id such as mock-succeeded, or start the mock with anyId",
  ],
])("the id %s is unknown, and a header says why", async (id, hint) => {
  const { poll, mock } = await openStudio({ anyId: false });
  const { status, body, headers } = await poll("deck", encodeURIComponent(id));
  expect([status, body, headers.get("x-mock-hint")]).toEqual([404, { message: `No such deck: ${id}` }, hint]);
  expect(mock.jobs.count()).toBe(0);
});

test("an address that ends where the id should stand is told that the program has lost it, whatever any id may be", async () => {
  const { call, mock } = await openStudio();
  const { status, headers } = await call("/decks/", { headers: { "x-mock-scenario": "failed" } });
  expect([status, headers.get("x-mock-hint")]).toEqual([404, 'the id is "": the program has lost it']);
  expect(mock.jobs.count()).toBe(0);
});

test("an id lives that names a scenario, whose first poll chooses one, or that a test made", async () => {
  const { poll, mock } = await openStudio({ anyId: false });
  expect((await poll("deck", "mock-failed-7")).headers.get("x-mock-scenario")).toBe("failed");
  expect((await poll("deck", "mine", { headers: { "x-mock-scenario": "instant" } })).status).toBe(200);
  expect((await poll("deck", "mine")).status).toBe(200);
  await mock.jobs.create({ api: "studio", id: "made" });
  expect((await poll("deck", "made")).status).toBe(200);
});

test("a scenario for a job that lives already is refused, unless it is the one that plays", async () => {
  const { poll } = await openStudio();
  const first = { headers: { "x-mock-scenario": "instant" } };
  expect([(await poll("deck", "a", first)).status, (await poll("deck", "a", first)).status]).toEqual([200, 200]);
  const other = await poll("deck", "a", { headers: { "x-mock-scenario": "failed" } });
  expect([other.status, other.text]).toEqual([400, expect.stringContaining("lives already")]);
});

test("an id that names a scenario need not look like the service's own", async () => {
  const { poll } = await openStudio({ anyId: false });
  expect((await poll("stamp", "mock-instant")).body).toMatchObject({ done: true });
  expect((await poll("stamp", "other")).body).toMatchObject({ detail: 'path id must match pattern "^st_"' });
});
