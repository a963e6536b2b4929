import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "vite";
import { expect, test } from "vitest";

/** The package and all it imports as one script, as a bundler for the web makes it. */
const bundle = async (name: string): Promise<string> => {
  const entry = fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["@genwait/source"] },
    build: { write: false, minify: false, lib: { entry, formats: ["iife"], name: "bundled" } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !("output" in output)) throw new Error("vite gave no output");
  return output.output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("");
};

const script = await bundle("things-api");

test("names nothing of Node, and neither AbortSignal.any nor eval", () => {
  expect(script).not.toMatch(/node:|require\(|\bBuffer\b|AbortSignal\.any|new Function|\beval\(/);
});

test("holds neither schemas nor the writer of declared parameters where nobody imports them", async () => {
  expect(script).toContain("the cookie parameter");
  const plain = await bundle("plain-client");
  expect(plain).toContain("createApiClient");
  expect(plain).not.toMatch(/the cookie parameter|unevaluatedItems|content-type is/);
});

test("runs where there is little more than fetch and its classes", async () => {
  const requests: unknown[] = [];
  const fetch = async (url: string, init: object): Promise<Response> => {
    requests.push([url, init]);
    return Response.json({ id: "thing-1", status: "done", url: "https://cdn.example/1" });
  };
  const platform = { fetch, Headers, Request, Response, URL, URLSearchParams, FormData, ReadableStream, TextDecoder };
  const context = createContext({ ...platform, AbortController, setTimeout, clearTimeout });
  const run = `${script}; const client = bundled.things.createClient({ apiKey: "sk-1234" });
    client.thing("thing-1").poll({ signal: new AbortController().signal })`;
  expect(await runInContext(run, context)).toMatchObject({ state: { phase: "succeeded" } });
  expect(requests).toHaveLength(1);
});
