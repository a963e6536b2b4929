import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { isRecord } from "@genwait/lifecycle";
import { type MockServer, startMockServer } from "@genwait/mock-server";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { apis, type ContractApi, creates, startWith } from "./apis.ts";
import { isChromiumExpected, launchChromium, withoutChromium } from "./chromium.ts";
import { need } from "./document.ts";
import { bundleText } from "./published/bundle.ts";
import { rootFolder } from "./root-folder.ts";
import { keyTraces, testKey } from "./test-key.ts";

// A browser and servers, all real: a busy machine takes its time.
const slow = 240_000;

/** The proxy that the client's README shows, with the mock in place of the vendor. */
const loadProxy = async (
  { clientFolder, description }: ContractApi,
  service: string,
  folder: string,
): Promise<(request: Request) => Promise<Response>> => {
  const readme = readFileSync(join(clientFolder, "README.md"), "utf8");
  const [, code = ""] = need(/^```ts\n((?:(?!^```).)*export const proxy .*?)^```/ms.exec(readme) ?? undefined, "proxy");
  const file = join(await mkdtemp(join(folder, "proxy-")), `${description.name}.ts`);
  await writeFile(file, code.replaceAll(JSON.stringify(description.baseUrl), JSON.stringify(service)));
  const { proxy }: { readonly proxy: (request: Request) => Promise<Response> } = await import(/* @vite-ignore */ file);
  return proxy;
};

interface Site {
  readonly page: Page;
  /** What the page was sent, and what it sent: all that a visitor could look into. */
  readonly traffic: readonly string[];
  close(): Promise<void>;
}

/** A page with the client and the poller in it, and the proxy beside it. */
const openSite = async (
  browser: Browser,
  api: ContractApi,
  proxy: (request: Request) => Promise<Response>,
): Promise<Site> => {
  const script = await bundleText(
    `export * from ${JSON.stringify(join(api.clientFolder, "src/index.ts"))}; export { createPoller } from "@genwait/poller";`,
    { globalName: "genwait" },
  );
  const server = createServer(async (request, response) => {
    const { url = "/", method = "GET" } = request;
    if (!url.startsWith("/api/")) {
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(`<!doctype html><title>Page</title><script>${script}</script>`);
      return;
    }
    const headers = new Headers();
    for (let at = 0; at < request.rawHeaders.length; at += 2)
      headers.append(request.rawHeaders[at] ?? "", request.rawHeaders[at + 1] ?? "");
    const body = ["GET", "HEAD"].includes(method) ? null : new Uint8Array(await buffer(request));
    const proxied = await proxy(new Request(`http://proxy.test${url}`, { method, headers, body }));
    const type = proxied.headers.get("content-type") ?? "application/json";
    response.writeHead(proxied.status, { "content-type": type }).end(new Uint8Array(await proxied.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const page = await browser.newPage();
  const traffic: string[] = [];
  page.on(
    "request",
    (request) => void traffic.push(JSON.stringify([request.url(), request.headers(), request.postData()])),
  );
  await page.goto(`http://127.0.0.1:${port}/`);
  return {
    page,
    traffic,
    close: async () => {
      await page.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

// An address that a response gives leads past a page's proxy: the client refuses it there.
const keyed = creates.filter(
  ({ api, create }) => api.description.key !== undefined && create.operation.starts?.addresses === undefined,
);

describe("a proxy", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(rootFolder, "apps/contract/.examples-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe.each(apis.filter(({ description }) => description.key !== undefined))(
    "that the README of $name shows",
    (api) => {
      const { description } = api;
      beforeEach(() => void vi.stubEnv(description.keyVariable, testKey));

      it("passes on bytes and headers as they are, but nothing that is the page's and the server's own", async () => {
        const bytes = new Uint8Array([0, 255, 137, 80, 78, 71, 13, 10, 254]);
        const seen: { headers: IncomingHttpHeaders; body: Uint8Array; url: string }[] = [];
        const service = createServer(async (request, response) => {
          seen.push({ headers: request.headers, body: new Uint8Array(await buffer(request)), url: request.url ?? "" });
          response.writeHead(200, { "content-type": "image/gif", "set-cookie": "a=b", "x-limit": "7" }).end(bytes);
        });
        await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
        const address = service.address();
        const port = typeof address === "object" ? address?.port : undefined;
        try {
          const proxy = await loadProxy(api, `http://127.0.0.1:${port}`, folder);
          const own = { cookie: "session=1", origin: "https://page.example", referer: "https://page.example/a" };
          const between = {
            "x-forwarded-for": "192.0.2.1",
            "sec-fetch-site": "same-origin",
            "accept-encoding": "zstd",
          };
          const sent = {
            "content-type": "multipart/form-data; boundary=a",
            "x-version": "2026-01-31",
            "idempotency-key": "1",
          };
          const response = await proxy(
            new Request(`http://page.example/api/${api.name}/files?part=1`, {
              method: "POST",
              headers: { ...own, ...between, ...sent, authorization: "Bearer of-the-page", connection: "keep-alive" },
              body: bytes,
            }),
          );
          expect(seen).toMatchObject([{ headers: sent, body: bytes }]);
          expect(seen[0]?.url).toMatch(/^\/files\?part=1/);
          const received = JSON.stringify(seen[0]?.headers);
          for (const trace of ["session=1", "page.example", "192.0.2.1", "same-origin", "of-the-page", "zstd"])
            expect(received).not.toContain(trace);
          expect(received + seen[0]?.url).toContain(testKey);
          expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
          expect([response.headers.get("x-limit"), response.headers.get("set-cookie")]).toEqual(["7", null]);
        } finally {
          service.closeAllConnections();
          service.close();
        }
      });

      it.each([".elsewhere.example", "@elsewhere.example", ":1"])("sends the key nowhere else: %s", async (end) => {
        const sent: string[] = [];
        vi.stubGlobal("fetch", async (url: URL) => (sent.push(url.host), new Response("{}")));
        const proxy = await loadProxy(api, "https://api.vendor.example", folder);
        await proxy(new Request(`https://page.example/api/${api.name}${end}/jobs`));
        expect(sent).toEqual(["api.vendor.example"]);
      });
    },
  );
});

describe.skipIf(!isChromiumExpected)(`a client in a page${withoutChromium}`, { timeout: slow }, () => {
  let browser: Browser;
  let mocks: MockServer;
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(rootFolder, "apps/contract/.examples-"));
    mocks = await startMockServer({
      apis: keyed.map(({ api: { name, document } }) => ({ name, document })).filter(isFirstOfItsName),
      port: 0,
      limits: false,
      speed: 100,
      keys: [testKey],
    });
    browser = await launchChromium();
  }, slow);
  afterAll(async () => {
    await browser?.close();
    await mocks?.close();
    await rm(folder, { recursive: true, force: true });
  }, slow);

  describe.each(keyed)("of $title", ({ api, job, create }) => {
    let site: Site;
    // For each test: what is stubbed in another file of this process is taken back before each.
    beforeEach(() => void vi.stubEnv(api.description.keyVariable, testKey));
    beforeAll(async () => {
      site = await openSite(browser, api, await loadProxy(api, mocks.url(api.name), folder));
    }, slow);
    afterAll(() => site?.close(), slow);
    const proxyPath = `/api/${api.name}`;
    /** What a program in the page gives; an error as its text, for its stack names files that are not there. */
    const inPage = (program: string): Promise<unknown> =>
      site.page.evaluate(`(async () => { ${program} })().catch((error) => String(error))`);
    /** What comes of making a client in the page: `created`, or the error's message. */
    const created = (options: string): Promise<unknown> =>
      inPage(`genwait.createClient(${options}); return "created";`);

    it("goes on through the README's proxy with a job that a server has started and saved", async () => {
      const server = api.description.createClient({ apiKey: testKey, baseUrl: mocks.url(api.name) });
      const started = await startWith(server, create, create.input);
      const saved = JSON.stringify(started.job);
      const result = await inPage(
        `const client = genwait.createClient({ baseUrl: ${JSON.stringify(proxyPath)}, apiKey: null });
          const job = client.resume(JSON.parse(${JSON.stringify(saved)}));
          const { phase } = await genwait.createPoller().wait(job, { intervalMs: 50, timeoutMs: 60000 });
          return { phase, id: job.id };`,
      );
      expect(result).toEqual({ phase: "succeeded", id: started.job.id });
    });

    it("starts a job and waits for it, and no key is in the page or in what it sends", async () => {
      const method = need(create.operation.starts, "start").method;
      const result = await inPage(
        `const client = genwait.createClient({ baseUrl: ${JSON.stringify(proxyPath)}, apiKey: null });
          const { job } = await client[${JSON.stringify(method)}](${inProgram(create.input)}, ${inProgram(create.init)});
          const { phase } = await genwait.createPoller().wait(job, { intervalMs: 50, timeoutMs: 60000 });
          return { phase, name: job.name };`,
      );
      expect(result).toEqual({ phase: "succeeded", name: job.name });
      const seen = [...site.traffic, await site.page.content()].join("\n");
      for (const trace of keyTraces) expect(seen).not.toContain(trace);
      expect(seen).toContain(proxyPath);
    });

    it("is refused with a vendor's key, unless the page says that it knows what that means", async () => {
      expect(await created(`{ apiKey: "sk-1" }`)).toMatch(/dangerouslyAllowBrowser/);
      expect(await created(`{ apiKey: () => "sk-1" }`)).toMatch(/dangerouslyAllowBrowser/);
      expect(await created(`{ apiKey: "sk-1", dangerouslyAllowBrowser: true }`)).toBe("created");
    });
  });
});

/** A value as a program writes it; bytes are made in the page. */
function inProgram(value: unknown): string {
  if (value instanceof Blob) return 'new Blob(["GIF89a"])';
  if (!isRecord(value)) return JSON.stringify(value) ?? "undefined";
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}: ${inProgram(member)}`)
    .join(", ")} }`;
}

function isFirstOfItsName(
  { name }: { readonly name: string },
  index: number,
  all: readonly { readonly name: string }[],
): boolean {
  return all.findIndex((other) => other.name === name) === index;
}
