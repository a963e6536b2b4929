import { inflateSync } from "node:zlib";

import { expect, test } from "vitest";

import { openStudio, type Studio } from "../fixtures/studio.ts";
import { startMockServer } from "../start-mock-server.ts";
import { studio as document } from "../fixtures/studio.ts";
import { makeFile } from "./make-file.ts";

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

const addressIn = (body: unknown, name: string): string => String(Object(body)[name]);

const finished = async ({ call, poll, clock }: Studio, exportAs: string): Promise<unknown> => {
  const created = await call("/decks", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ topic: "Hikes", exportAs }),
  });
  await clock.advance(600_000);
  return (await poll("deck", /"deckId":"([^"]+)"/.exec(created.text)?.[1] ?? "")).body;
};

test("an export is downloaded without a key, as what was asked for", async () => {
  const studio = await openStudio();
  for (const [kind, mediaType, magic] of [
    ["pdf", "application/pdf", "%PDF-1.4"],
    ["pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PK\u0003\u0004"],
  ] as const) {
    const response = await studio.mock.fetch(addressIn(await finished(studio, kind), "exportUrl"));
    const bytes = await bytesOf(response);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, mediaType]);
    expect(Number(response.headers.get("content-length"))).toBe(bytes.byteLength);
    expect(bytes.toString("latin1")).toMatch(new RegExp(`^${magic}`));
  }
});

test("a picture has the size that its job was asked for", async () => {
  const { call, poll, mock, clock } = await openStudio();
  const created = await call("/pictures", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ prompt: "a", count: 2, width: 300 }]),
  });
  await clock.advance(600_000);
  const { body, text } = await poll("pictures", /"id":"([^"]+)"/.exec(created.text)?.[1] ?? "");
  expect(body).toMatchObject({ data: { images: [{ status: "success" }, { status: "success" }] } });
  const [first = "", second = ""] = [...text.matchAll(/https:[^"]*/g)].map(([url]) => url);
  expect([first, second].map((url) => url.split("/").at(-1))).toEqual([
    "data.images.0.url.png",
    "data.images.1.url.png",
  ]);
  const bytes = await bytesOf(await mock.fetch(second));
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([300, 200]);
  // Pixels are there, and some of them are ink.
  const at = bytes.indexOf("IDAT");
  const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  expect(rows.byteLength).toBe((Math.ceil(300 / 8) + 1) * 200);
  expect(rows.some((byte) => byte !== 0)).toBe(true);
});

test("the mock serves the files that a job's response names now, and no others", async () => {
  const studio = await openStudio();
  const { mock, clock, call } = studio;
  const address = addressIn(await finished(studio, "pdf"), "exportUrl");
  const status = async (url: string, init?: RequestInit): Promise<number> => (await mock.fetch(url, init)).status;
  expect(await status(address.replace(".pdf", ".pptx"))).toBe(404);
  expect(await status(address.replace("exportUrl", "url"))).toBe(404);
  expect(await status(address.replace("/deck/", "/pictures/"))).toBe(404);
  expect(await status(address, { method: "DELETE" })).toBe(405);
  expect(await status(address, { method: "HEAD" })).toBe(200);
  const young = await call("/decks", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ topic: "Hikes", exportAs: "pdf" }),
  });
  const id = /"deckId":"([^"]+)"/.exec(young.text)?.[1] ?? "";
  const early = `${mock.url("studio")}/_mock/files/deck/${id}/exportUrl.pdf`;
  expect(await status(early)).toBe(404);
  await clock.advance(600_000);
  expect(await status(early)).toBe(200);
});

test("an address expires, and another poll gives a new one", async () => {
  const { poll, mock, clock } = await openStudio();
  const address = async (): Promise<string> => addressIn((await poll("cloth", "mock-instant")).body, "url");
  const first = await address();
  await clock.advance(1000);
  expect(await address()).toBe(first);
  expect((await mock.fetch(first)).status).toBe(200);
  await clock.advance(3_700_000);
  expect((await mock.fetch(first)).status).toBe(403);
  expect((await mock.fetch(first.replace(/expires=\d+/, "expires=99999999999"))).status).toBe(403);
  const second = await address();
  expect(second).not.toBe(first);
  expect((await mock.fetch(second)).status).toBe(200);
});

const ask = async (url: string, headers: Record<string, string> = {}): Promise<string> => {
  const response = await fetch(`${url}/cloths/mock-instant`, { headers: { "x-key": "k", ...headers } });
  return addressIn(await response.json(), "url");
};

test("addresses begin with where the caller reached the API, never with what a proxy's header says", async () => {
  const server = await startMockServer({ apis: [{ name: "studio", document }] });
  const port = server.apis["studio"]?.port ?? 0;
  const forwarded = {
    "x-forwarded-host": "evil.example",
    forwarded: "host=evil.example",
    "x-forwarded-proto": "https",
  };
  const address = await ask(`http://localhost:${port}`, forwarded);
  expect(address).toMatch(new RegExp(`^http://localhost:${port}/_mock/files/cloth/mock-instant/url\\.png`));
  expect((await fetch(address)).headers.get("content-type")).toBe("image/png");
  await server.close();
});

const by = async (options: Parameters<typeof openStudio>[0], base: string): Promise<string> => {
  const { mock } = await openStudio(options);
  const response = await mock.fetch(`${base}/cloths/mock-instant`, { headers: { "x-key": "k" } });
  const url = addressIn(await response.json(), "url");
  const file = await mock.fetch(url).catch(() => undefined);
  return `${url.replace(/\?.*/, "")} ${file?.status ?? "elsewhere"}`;
};

test("in-process callers reach files by the service's own address, a public address wins, and the vendor's can stay", async () => {
  const service = "https://studio.example/api";
  expect(await by({}, service)).toBe(`${service}/_mock/files/cloth/mock-instant/url.png 200`);
  const publicUrl = "https://mock.example/x/";
  expect(await by({ publicUrl }, service)).toBe(
    "https://mock.example/x/_mock/files/cloth/mock-instant/url.png elsewhere",
  );
  expect(await by({ vendorUrls: true }, service)).toBe("https://cdn.studio.example/mock-instant.png elsewhere");
  await expect(openStudio({ publicUrl: "mock.example" })).rejects.toThrow("no http address");
});

test("downloads meet faults, by a header or from outside", async () => {
  const studio = await openStudio();
  const address = addressIn(await finished(studio, "pdf"), "exportUrl");
  const { mock } = studio;
  const whole = (await bytesOf(await mock.fetch(address))).byteLength;
  const broken = await mock.fetch(address, { headers: { "x-mock-fault": "reset-mid-body" } });
  expect(Number(broken.headers.get("content-length"))).toBe(whole);
  await expect(broken.arrayBuffer()).rejects.toThrow("terminated");
  mock.faults.add({ is: "unavailable" }, { operation: "files", times: 1 });
  const statuses = [(await mock.fetch(address)).status, (await mock.fetch(address)).status];
  expect(statuses).toEqual([503, 200]);
  expect(mock.requests.list().map(({ operation }) => operation)).toContain("files");
});

test.each([
  ["png", "image/png", "\u0089PNG"],
  ["jpg", "image/jpeg", "\u00FF\u00D8\u00FF"],
  ["gif", "image/gif", "GIF89a"],
  ["webp", "image/webp", "RIFF"],
  ["svg", "image/svg+xml", "<svg "],
  ["pdf", "application/pdf", "%PDF-"],
  ["mp4", "video/mp4", "\u0000\u0000\u0000"],
  ["glb", "model/gltf-binary", "glTF"],
  ["wav", "audio/wav", "RIFF"],
  ["json", "application/json", "{"],
  ["unheard", "application/octet-stream", "an <id>"],
])("a file of the kind %s is what its media type says", (kind, mediaType, magic) => {
  const file = makeFile(kind, { text: "an <id>", width: 10, height: 10 });
  expect(file.mediaType).toBe(mediaType);
  expect(Buffer.from(file.bytes).toString("latin1").slice(0, magic.length)).toBe(magic);
  expect(makeFile(kind, { text: "an <id>", width: 10, height: 10 }).bytes).toEqual(file.bytes);
});

test("an address that a schema's pattern refuses stays the service's own, and the log says so", async () => {
  const { poll } = await openStudio();
  const { body, headers } = await poll("stamp", "mock-instant");
  expect(body).toEqual({ done: true, print: "https://stamps.example/a.png" });
  expect(headers.get("x-mock-violations")).toBe("/print keeps the service's address: its schema refuses the mock's");
});
