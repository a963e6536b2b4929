import { describe, expect, test } from "vitest";
import { bodies } from "./bodies.ts";
import { failureOf } from "./fixtures/failure-of.ts";
import { type Difference, pressOf, type RunningPress } from "./fixtures/presses.ts";
import { declaredParameters } from "./parameters.ts";

const taking = (media: string): Difference => ({
  features: { writers: [declaredParameters, bodies] },
  operations: { createRender: { body: { required: true, media } } },
});

const created = { id: "r1" };

const pressTaking = (media: string): RunningPress => pressOf(taking(media), [created]);

/** The body that was sent, as the service reads it. */
const received = ({ sent: [request] }: RunningPress): Response => {
  const { body, headers } = request ?? {};
  if (typeof body !== "string" && !(body instanceof ArrayBuffer)) throw new Error("no body was sent");
  return new Response(body, { headers: headers ?? {} });
};

describe("multipart/form-data", () => {
  test("is made of an object: texts, files, bytes, lists, objects", async () => {
    const press = pressTaking("multipart/form-data");
    await press.start({
      prompt: "ein Boot ⛵",
      count: 3,
      none: undefined,
      image: new File(["png"], "a.png", { type: "image/png" }),
      raw: new Uint8Array([1, 2, 255]),
      tags: ["a", "b"],
      style: { hue: 7 },
    });
    const form = await received(press).formData();
    expect([...form.keys()]).toEqual(["prompt", "count", "image", "raw", "tags", "tags", "style"]);
    expect(form.get("prompt")).toBe("ein Boot ⛵");
    expect(form.get("count")).toBe("3");
    expect(form.getAll("tags")).toEqual(["a", "b"]);
    const [image, raw] = ["image", "raw"].map((name) => form.get(name));
    if (!(image instanceof File && raw instanceof File)) throw new Error("no files");
    expect([image.name, image.type, await image.text()]).toEqual(["a.png", "image/png", "png"]);
    expect(new Uint8Array(await raw.arrayBuffer())).toEqual(new Uint8Array([1, 2, 255]));
    expect(form.get("style")).toBe('{"hue":7}');
  });

  test("is sent as it is where it is one already", async () => {
    const press = pressTaking("multipart/form-data");
    const form = new FormData();
    form.append("a", "b");
    await press.start(form);
    expect(Object.fromEntries(await received(press).formData())).toEqual({ a: "b" });
  });

  test("takes no field out of another's name or value", async () => {
    const press = pressTaking("multipart/form-data");
    const nasty = 'a"\r\nContent-Disposition: form-data; name="evil';
    await press.start({ [nasty]: `x\r\n--boundary\r\n${nasty}` });
    expect([...(await received(press).formData()).keys()]).toHaveLength(1);
  });
});

describe("application/x-www-form-urlencoded", () => {
  test.each([
    [{ a: "b c&d", list: [1, 2], none: null, deep: { x: 1 } }, "a=b+c%26d&list=1&list=2&deep=%7B%22x%22%3A1%7D"],
    [new URLSearchParams({ a: "b" }), "a=b"],
    ["a=b", "a=b"],
  ])("is written from %j", async (body, text) => {
    const press = pressTaking("application/x-www-form-urlencoded");
    await press.start(body);
    expect(press.sent[0]).toMatchObject({
      body: text,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
  });
});

describe("bytes", () => {
  const bytes = new Uint8Array([0, 1, 255, 13, 10]);
  test.each([
    ["a view", bytes],
    ["a buffer", bytes.buffer],
    ["a Blob", new Blob([bytes], { type: "image/png" })],
  ])("are sent as they are: %s", async (_, body) => {
    const press = pressTaking("application/octet-stream");
    await press.start(body);
    expect(press.sent[0]?.headers).toMatchObject({ "content-type": "application/octet-stream" });
    expect(new Uint8Array(await received(press).arrayBuffer())).toEqual(bytes);
  });

  test("say their own type where any is declared", async () => {
    const press = pressOf(taking("image/*"), [created, created]);
    await press.start(new Blob([bytes], { type: "image/webp" }));
    await press.start(bytes);
    expect(press.sent.map(({ headers }) => headers["content-type"])).toEqual([
      "image/webp",
      "application/octet-stream",
    ]);
  });

  test("may be text", async () => {
    const press = pressTaking("text/plain");
    await press.start("ein Boot ⛵");
    expect(press.sent[0]).toMatchObject({ body: "ein Boot ⛵", headers: { "content-type": "text/plain" } });
  });
});

test.each([
  ["application/octet-stream", { a: 1 }],
  ["text/plain", 7],
  ["multipart/form-data", "a=b"],
  ["multipart/form-data", [1]],
  ["application/x-www-form-urlencoded", null],
])("a body that %s cannot be is an invalid request, and nothing is sent: %j", async (media, body) => {
  const { start, sent } = pressTaking(media);
  expect(await failureOf(start(body))).toMatchObject({ kind: "invalid-request", mayHaveStarted: false });
  expect(sent).toEqual([]);
});

test.each(["application/json", "application/vnd.press+json; charset=utf-8"])(
  "%s is JSON all the same",
  async (media) => {
    const { start, sent } = pressTaking(media);
    await start({ a: 1 });
    expect(sent[0]).toMatchObject({ body: '{"a":1}', headers: { "content-type": "application/json" } });
  },
);

test("a serializer and a content type of the caller's own are kept", async () => {
  const { start, sent } = pressTaking("text/csv");
  await start([["a", "b"]], {
    bodySerializer: (body: unknown) => `${body}`,
    headers: { "content-type": "text/csv; header=absent" },
  });
  expect(sent[0]).toMatchObject({ body: "a,b", headers: { "content-type": "text/csv; header=absent" } });
});
