import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { isRecord } from "@genwait/lifecycle";
import { type MockServer, startMockServer } from "@genwait/mock-server";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type ContractApi, creates, startWith } from "./apis.ts";
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
  const file = join(folder, `${description.name}-proxy.ts`);
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
    const headers = new Headers({ "content-type": request.headers["content-type"] ?? "application/json" });
    const body = method === "GET" ? null : new Uint8Array(await buffer(request));
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
// The README's proxy passes on a path and a body: an API that demands more of a request needs a proxy that knows it.
const keyed = creates.filter(
  ({ api, job, create }) =>
    api.description.key !== undefined &&
    create.operation.starts?.addresses === undefined &&
    !job.operation.parameters?.some((parameter) => parameter.in === "header" && parameter.required === true),
);

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
