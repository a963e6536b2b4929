import { createServer, type RequestListener } from "node:http";

import { describe, expect, it, onTestFinished, vi } from "vitest";

import { cannedFetch, refusalOf } from "./testing.ts";
import { fetchMarkdown, fetchPage } from "./fetch-page.ts";

const address = new URL("https://docs.lumen.example/get-render");
const refusal = async (response: () => Response): Promise<string> => {
  const { kind, message } = await refusalOf(() =>
    fetchPage(address, { fetch: cannedFetch({ [address.href]: response }), maxBytes: 1_000_000 }),
  );
  return `${kind}: ${message}`;
};

/** The real fetch against a real server, at whatever address is asked for. */
const servedBy = async (listener: RequestListener): Promise<typeof fetch> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  const port = typeof bound === "object" ? bound?.port : 0;
  return (input, init) =>
    fetch(`http://127.0.0.1:${port}${new URL(input instanceof Request ? input.url : input).pathname}`, init);
};

const never: typeof fetch = () => new Promise(() => {});
const trickle: typeof fetch = async () =>
  new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }));
const failing = (): Response => {
  throw new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND docs.lumen.example") });
};
const html = "<!doctype html><html></html>";
const text = async (responses: Parameters<typeof cannedFetch>[0], at = address): Promise<string> =>
  new TextDecoder().decode(await fetchMarkdown(at, { fetch: cannedFetch(responses) }));

describe("fetchPage", () => {
  it("gives the bytes of the page and asks for Markdown", async () => {
    const ask = await servedBy((request, response) => response.end(`${request.headers.accept}`));
    const page = await fetchPage(address, { fetch: ask });
    expect(new TextDecoder().decode(page)).toMatch(/^text\/markdown,/);
  });

  it("does not follow a redirect, and says where it leads", async () => {
    const paths: string[] = [];
    const ask = await servedBy((request, response) => {
      paths.push(request.url ?? "");
      response.writeHead(308, { location: "/moved#here" }).end();
    });
    const { message } = await refusalOf(() => fetchPage(address, { fetch: ask }));
    expect(message).toMatchInlineSnapshot(
      `"Failed to import https://docs.lumen.example/get-render: the server redirects (308) to https://docs.lumen.example/moved#here, and redirects are not followed. If that is the same page, import it from there, with --replace."`,
    );
    expect(paths).toEqual(["/get-render"]);
    expect(await refusal(() => new Response(null, { status: 302 }))).toMatch(/^redirect: .* to nowhere,/);
  });

  it("stops reading at the size limit, whatever the server announced", async () => {
    let isCancelled = false;
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
          cancel: () => void (isCancelled = true),
        }),
      );
    expect(await refusal(endless)).toMatchInlineSnapshot(
      `"too-large: Failed to import https://docs.lumen.example/get-render: it is larger than 1 MB. Import the page of one operation instead of the whole document."`,
    );
    expect(isCancelled).toBe(true);
    expect(await refusal(() => new Response("x", { headers: { "content-length": "1000001" } }))).toMatch(
      /^too-large: /,
    );
  });

  it("gives up at the time limit, also when a body never ends, and leaves no timer", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    for (const ask of [never, trickle]) {
      const refused = refusalOf(() => fetchPage(address, { fetch: ask }));
      await vi.advanceTimersByTimeAsync(20_000);
      const { kind, message } = await refused;
      expect(kind).toBe("timeout");
      expect(message).toMatchInlineSnapshot(
        `"Failed to import https://docs.lumen.example/get-render: the page had not come after 20 seconds. Try again later, or save the page and import the file."`,
      );
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  it("tells a page that is gone from a server that does not respond", async () => {
    expect(await refusal(() => new Response(null, { status: 404 }))).toMatchInlineSnapshot(
      `"gone: Failed to import https://docs.lumen.example/get-render: the page is not there (404). Find where it stands now and import it from there, with --replace."`,
    );
    expect(await refusal(() => new Response(null, { status: 503 }))).toMatchInlineSnapshot(
      `"unreachable: Failed to import https://docs.lumen.example/get-render: the server responds with 503. Try again later, or save the page and import the file."`,
    );
    expect(await refusal(failing)).toMatchInlineSnapshot(
      `"unreachable: Failed to import https://docs.lumen.example/get-render: no response came (getaddrinfo ENOTFOUND docs.lumen.example). Try again later, or save the page and import the file."`,
    );
  });
});

describe("fetchMarkdown", () => {
  it("asks for the address with .md behind when HTML comes", async () => {
    expect(await text({ [address.href]: html, [`${address.href}.md`]: "# Page" })).toBe("# Page");
    expect(
      await text(
        { "https://a.example/b/?c=1": html, "https://a.example/b.md?c=1": "# B" },
        new URL("https://a.example/b/?c=1"),
      ),
    ).toBe("# B");
  });

  it("keeps the HTML when there is no Markdown", async () => {
    expect(await text({ [address.href]: html })).toBe(html);
    expect(await text({ [address.href]: html, [`${address.href}.md`]: html })).toBe(html);
  });
});
