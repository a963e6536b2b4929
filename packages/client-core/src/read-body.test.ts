import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const bodyOf = (chunks: readonly Uint8Array[], end: (controller: ReadableStreamDefaultController) => void): Response =>
  new Response(
    new ReadableStream({
      pull: (controller) => {
        const [chunk, ...rest] = chunks;
        chunks = rest;
        if (chunk === undefined) end(controller);
        else controller.enqueue(chunk);
      },
    }),
  );

const bytes = new TextEncoder().encode('{"name":"café"}');

test("reads text whose letters are torn between chunks", async () => {
  const response = bodyOf([bytes.slice(0, 13), bytes.slice(13)], (controller) => controller.close());
  expect(await readBody(response)).toEqual({ text: '{"name":"café"}' });
});

test("reads no body as no text", async () => {
  expect(await readBody(new Response(null, { status: 204 }))).toEqual({ text: "" });
});

test("reads the text of a fetch that does not stream", async () => {
  const response = Object.defineProperty(new Response("hello"), "body", { value: undefined });
  expect(await readBody(response)).toEqual({ text: "hello" });
});

test("keeps what came before a body broke off, and says what broke it", async () => {
  const reset = new Error("reset");
  const response = bodyOf([bytes.slice(0, 8)], (controller) => controller.error(reset));
  expect(await readBody(response)).toEqual({ text: '{"name":', broken: reset });
});
