import { expect, test } from "vitest";

import { openStudio, studio } from "./fixtures/studio.ts";
import { createMockService } from "./create-mock-service.ts";

const ends = [
  [
    "deck",
    "succeeded",
    200,
    {
      deckId: "ID",
      status: "completed",
      url: "https://studio.example/d/ID",
      title: "Hikes",
      shareId: "sh-448812",
      shareUrl: "https://studio.example/s/sh-448812",
      createdAt: "2024-01-02T03:04:05Z",
      made: 1704164645,
      credits: 12,
    },
  ],
  [
    "deck",
    "failed",
    200,
    { deckId: "ID", status: "failed", credits: 12, error: { message: "The topic is too thin", code: 422 } },
  ],
  [
    "mesh",
    "succeeded",
    200,
    {
      code: 0,
      message: "ok",
      data: { task: "ID", state: 2, progress: 100, outputs: ["https://cdn.studio.example/ID.glb"], warnings: 0 },
    },
  ],
  [
    "mesh",
    "partial",
    200,
    {
      code: 0,
      message: "ok",
      data: { task: "ID", state: 2, progress: 100, outputs: ["https://cdn.studio.example/ID.glb"], warnings: 1 },
    },
  ],
  [
    "mesh",
    "filtered",
    200,
    { code: 0, message: "ok", data: { task: "ID", state: 2, warnings: 0, reason: "The mesh would not close" } },
  ],
  [
    "mesh",
    "cancelled",
    200,
    { code: 0, message: "ok", data: { task: "ID", state: 4, warnings: 0, reason: "The mesh would not close" } },
  ],
  ["cloth", "succeeded", 200, { id: "ID", done: true, missing: 0, url: "https://cdn.studio.example/ID.png" }],
  ["cloth", "failed", 200, { id: "ID", done: true, missing: 0, error: { message: "The thread broke" } }],
  ["cloth", "filtered", 403, { reason: "POLICY_NOT_YOURS", detail: "It is not yours" }],
  ["cloth", "expired", 410, { detail: "It was kept for a day" }],
] as const;

test.each(ends)(
  "a %s that ends as %s responds so, and with nothing that contradicts it",
  async (job, kind, status, body) => {
    const { poll, clock } = await openStudio({ vendorUrls: true });
    const id = `mock-${kind}-x`;
    await poll(job, id);
    await clock.advance(600_000);
    const response = await poll(job, id);
    expect(response.status).toBe(status);
    const text = response.text
      .replaceAll(id, "ID")
      .replaceAll(/sh-\d+/g, "sh-448812")
      .replaceAll(/2026-01-01T00:00:00Z/g, "2024-01-02T03:04:05Z")
      .replaceAll("1767225600", "1704164645");
    expect(JSON.parse(text)).toEqual(body);
    expect(response.headers.get("x-mock-violations")).toBeNull();
  },
);

test("a young job is pending, without a member that only ends have", async () => {
  const { poll } = await openStudio();
  expect((await poll("deck", "a")).body).toEqual({ deckId: "a", status: "pending" });
  expect((await poll("mesh", "a")).body).toEqual({
    code: 0,
    message: "ok",
    data: { task: "a", state: 0, stage: "queued", progress: 0, warnings: 0 },
  });
  const cloth = await poll("cloth", "a");
  expect([cloth.status, cloth.body, cloth.headers.get("retry-after")]).toEqual([202, { id: "a" }, "2"]);
});

test("stages come in their order and progress never falls", async () => {
  const { poll, clock } = await openStudio({ scenario: { duration: "30s" } });
  const seen: unknown[] = [];
  for (let at = 0; at < 30; at += 6) {
    seen.push((await poll("mesh", "m")).body);
    await clock.advance(6000);
  }
  expect(seen).toMatchObject([
    { data: { state: 0, stage: "queued", progress: 0 } },
    { data: { state: 0, stage: "queued", progress: 20 } },
    { data: { state: 0, stage: "shaping", progress: 40 } },
    { data: { state: 1, stage: "shaping", progress: 60 } },
    { data: { state: 1, stage: "painting", progress: 80 } },
  ]);
});

test("outputs finish one by one, keep their ids, and the last one ends the job", async () => {
  const { poll, clock } = await openStudio();
  const statuses: string[] = [];
  const ids = new Set<string>();
  for (let at = 0; at < 20; at++) {
    const { body } = await poll("pictures", "mock-partial-3");
    const images = imagesOf(body);
    statuses.push(images.map(({ status }) => status).join());
    ids.add(images.map(({ imageId }) => imageId).join());
    await clock.advance(4000);
  }
  expect([...new Set(statuses)]).toEqual([
    "pending,pending,pending",
    "success,pending,pending",
    "success,success,pending",
    "success,success,failed",
  ]);
  expect(ids.size).toBe(1);
});

test("two operations under one address tell the same of a job that was created", async () => {
  const { call, poll, clock } = await openStudio({
    scenario: { items: ["succeeded", "filtered"] },
    anyId: false,
  });
  const created = await call("/pictures", post([{ prompt: "a" }]));
  const id = /"id":"([^"]+)"/.exec(created.text)?.[1] ?? "";
  await clock.advance(600_000);
  const old = await poll("picturesOld", id);
  expect(old.body).toMatchObject({ data: [{ status: "success" }, { status: "failed" }] });
  const words = imagesOf((await poll("pictures", id)).body).map(({ status }) => status);
  // The older operation has no word of its own for it.
  expect(words).toEqual(["success", "censored"]);
  expect(old.headers.get("deprecation")).toBe("true");
});

test("an output that cannot be called pending stays out of the list, which is never a result", async () => {
  const { poll, clock } = await openStudio({ scenario: { duration: "10s" } });
  const seen: unknown[] = [];
  for (let at = 0; at <= 12; at += 3) {
    seen.push((await poll("picturesOld", "a")).body);
    await clock.advance(3000);
  }
  expect(seen.slice(0, 4)).toEqual([{ data: [] }, { data: [] }, { data: [] }, { data: [] }]);
  expect(seen[4]).toMatchObject({ data: [{ status: "success" }, {}, {}, {}] });
});

test("a create is taken seriously: an export asked for appears, and as many outputs as were asked for", async () => {
  const { call, poll, clock } = await openStudio();
  const deck = await call("/decks", post({ topic: "hikes", exportAs: "pdf" }));
  const plain = await call("/decks", post({ topic: "hikes" }));
  const pictures = await call("/pictures", post([{ prompt: "a", count: 2 }, { prompt: "b" }]));
  expect([deck.status, pictures.status]).toEqual([201, 202]);
  expect(pictures.body).toMatchObject({ data: { images: [{ status: "begun" }, {}, {}] } });
  await clock.advance(600_000);
  const ids = [deck, plain].map(({ text }) => /"deckId":"([^"]+)"/.exec(text)?.[1] ?? "");
  expect((await poll("deck", ids[0] ?? "")).body).toHaveProperty("exportUrl");
  expect((await poll("deck", ids[1] ?? "")).body).not.toHaveProperty("exportUrl");
  const id = /"id":"([^"]+)"/.exec(pictures.text)?.[1] ?? "";
  expect(imagesOf((await poll("pictures", id)).body)).toHaveLength(3);
});

test("the same seed gives the same ids and the same lifecycles, another seed others", async () => {
  expect(await lifecycles(7)).toBe(await lifecycles(7));
  expect(await lifecycles(8)).not.toBe(await lifecycles(7));
});

test("ids that were never created are unknown", async () => {
  const { call, poll } = await openStudio({ anyId: false });
  const unknown = await poll("deck", "never");
  expect([unknown.status, unknown.body]).toEqual([404, { message: "No such deck: never" }]);
  expect((await poll("mesh", "never")).body).toEqual({ code: 404, message: "No such task", data: null });
  const created = await call("/decks", post({ topic: "a" }));
  const id = /"deckId":"([^"]+)"/.exec(created.text)?.[1] ?? "";
  expect((await poll("deck", id)).status).toBe(200);
});

test.each([
  ["empty", { data: { images: [] } }],
  ["short", { data: { images: [] } }],
  ["null", { data: { images: null } }],
] as const)("an unfinished response can be played as %s, and says that this is assumed", async (form, body) => {
  const { poll } = await openStudio();
  const response = await poll("pictures", `mock-pending-as-${form}`);
  expect(response.body).toMatchObject(body);
  expect(response.headers.get("x-mock-assumed")).toBe(form);
});

test("an unfinished response can lack its list, bear an unlisted word, or be unknown", async () => {
  const { poll } = await openStudio();
  expect((await poll("pictures", "mock-pending-as-missing")).body).not.toHaveProperty("data.images");
  expect(imagesOf((await poll("pictures", "mock-pending-as-unlisted")).body)[0]).toHaveProperty(
    "status",
    "in_progress",
  );
  expect((await poll("deck", "mock-pending-as-not-found")).status).toBe(404);
});

test("a scenario's phases set stage, status and progress for their time", async () => {
  const phases = [
    { for: "5s", status: 1, stage: "waiting for a machine", progress: 0.5 },
    { for: "5s", pendingAs: "not-found" },
  ] as const;
  const { poll, clock } = await openStudio({ scenario: { phases } });
  expect((await poll("mesh", "a")).body).toMatchObject({ data: { state: 1, stage: "waiting for a machine" } });
  await clock.advance(5000);
  expect((await poll("mesh", "a")).body).toMatchObject({ code: 404 });
  await clock.advance(5000);
  expect((await poll("mesh", "a")).body).toMatchObject({ data: { state: 2 } });
});

test("jobs live faster at a higher speed", async () => {
  const { poll, clock } = await openStudio({ scenario: { duration: "100s" }, speed: 50 });
  await poll("deck", "a");
  await clock.advance(1900);
  expect((await poll("deck", "a")).body).toHaveProperty("status", "pending");
  await clock.advance(100);
  expect((await poll("deck", "a")).body).toHaveProperty("status", "completed");
});

test("a result that is bytes, and responses without a body, tell a job's state by code and media type", async () => {
  const { poll, clock } = await openStudio({ scenario: { duration: "5s" } });
  const young = await poll("songs", "a");
  expect([young.status, young.text]).toEqual([202, ""]);
  await clock.advance(5000);
  const old = await poll("songs", "a");
  expect([old.status, old.headers.get("content-type"), old.text]).toEqual([200, "audio/mpeg", "ID3"]);
  await poll("songs", "mock-expired");
  await clock.advance(60_000);
  expect((await poll("songs", "mock-expired")).status).toBe(410);
});

test("a request by the server that the document names reaches the mock without its base path", async () => {
  const { mock } = await openStudio();
  const response = await mock.fetch("https://studio.example/api/decks/a", { headers: { "x-key": "k" } });
  expect(response.status).toBe(200);
  await expect(mock.fetch("https://elsewhere.example/decks/a")).rejects.toThrow("fetch failed");
});

test("a document that cannot be mocked is refused with the place", async () => {
  await expect(start("openapi: 3.0.0\npaths: [")).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to mock x: its document does not parse in line 2: Flow sequence in block collection must be sufficiently indented and end with a ]. Mend the document.]`,
  );
  await expect(start({ swagger: "2.0" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to mock x: its document is no OpenAPI 3 document (there is no member "openapi: 3.…"). Give the merged document of the API.]`,
  );
  await expect(start({ openapi: "3.0.0", paths: {} })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to mock x: its document has no paths, so there is nothing to mock. Give the merged document of the API.]`,
  );
  const outside = { openapi: "3.0.0", paths: { "/a": { get: { responses: { 200: { $ref: "./secret.json" } } } } } };
  await expect(start(outside)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to mock x: its document refers to something outside it, "./secret.json" at "/paths/~1a/get/responses/200". Bundle it into one file first (npx -y @redocly/cli bundle openapi.yaml -o bundled.yaml), or read it with readDocumentFile; the mock opens no other file and asks no address.]`,
  );
  const twice = [studio, studio].map((document) => ({ name: "x", document }));
  await expect(createMockService({ apis: twice })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to mock x: the name is given twice. Give each API a name of its own.]`,
  );
});

test("options that make no sense are refused", async () => {
  await expect(openStudio({ scenario: "sloow" })).rejects.toThrow(
    'there is no scenario "sloow"; did you mean slow? Choose',
  );
  await expect(openStudio({ speed: 0 })).rejects.toThrow("its option speed is 0, and must be a number above 0");
});

const lifecycles = async (seed: number): Promise<string> => {
  const { call, mock } = await openStudio({ seed });
  const created = await call("/decks", post({ topic: "a" }));
  await call("/pictures/any");
  return created.text + JSON.stringify(mock.jobs.list().map(({ id, endsAtMs, items }) => [id, endsAtMs, items]));
};

const start = (document: string | object): Promise<unknown> => createMockService({ apis: [{ name: "x", document }] });

interface Image {
  readonly imageId: string;
  readonly status: string;
}

const imagesOf = (body: unknown): readonly Image[] => (isImages(body) ? body.data.images : []);

const isImages = (body: unknown): body is { readonly data: { readonly images: readonly Image[] } } =>
  typeof body === "object" && body !== null && "data" in body;

const post = (body: unknown): RequestInit => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});
