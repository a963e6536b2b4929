import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import {
  isBrowserExpected,
  openBrowser,
  openPage,
  type OpenPageOptions,
  type PageTester,
} from "./fixtures/open-page.ts";
import { failure, Service, taskClient } from "./fixtures/service.ts";
import { openPglite } from "./fixtures/test-store.ts";
import { createWaits, type Waits } from "./waits.ts";

// A browser, a server and a database, all real: the one place where a test takes seconds.
const slow = { timeout: 240_000 };

const isExpected = isBrowserExpected();

let browser: Browser;
let database: Awaited<ReturnType<typeof openPglite>>;
beforeAll(async () => {
  if (!isExpected) return;
  [browser, database] = await Promise.all([openBrowser(), openPglite()]);
}, slow.timeout);
afterAll(async () => {
  await browser?.close();
  await database?.close();
}, slow.timeout);

let count = 0;
let schema = "";
let service = new Service();
let client = taskClient(service);
const stores: Waits[] = [];
const testers: PageTester[] = [];
beforeEach(() => {
  schema = `p${++count}`;
  service = new Service();
  client = taskClient(service);
});
afterEach(async () => {
  await Promise.all(testers.splice(0).map((tester) => tester.close()));
  await Promise.all(stores.splice(0).map((waits) => waits.close()));
}, slow.timeout);

const openStore = async (): Promise<Waits> => {
  const waits = await createWaits({
    store: database.pool,
    schema,
    clients: [client],
    rateLimits: { tasks: { requestsPerSecond: 20 } },
    webhooks: { secret: "whsec_c2VjcmV0IG9mIHRoZSB0ZXN0cw==", allow: ["http://127.0.0.1:9"] },
  });
  stores.push(waits);
  return waits;
};

const open = async (waits: Waits, options?: OpenPageOptions): Promise<PageTester> => {
  const tester = await openPage(browser, waits, options);
  testers.push(tester);
  return tester;
};

const sql = (text: string): Promise<unknown> => database.pool.query(text);

const isLive = (page: Page): Promise<void> => page.getByRole("status").filter({ hasText: "Live" }).waitFor();

/** A bit of everything that an operator may meet. */
const fill = async (waits: Waits): Promise<void> => {
  waits.work({ name: "machine-1:4711" });
  for (let n = 0; n < 4; n++) {
    const job = client.task(service.job(`gen_01J9Z6Q8T4${n}F0V7W3Y5X2ABCD`, Infinity));
    await waits.add(job, n === 0 ? { key: "order-4711", webhook: "https://app.example/hooks" } : {});
  }
  service.job("done", 0);
  service.job("lost", 0, { phase: "failed", body: {}, failure: { kind: "error", status: "x", message: "no" } });
  for (const id of ["done", "lost"]) await (await waits.add(client.task(id))).result();
  await (await waits.add(client.task(service.job("late", Infinity)), { timeoutMs: 0 })).result();
  await waits.add(taskClient(service, { api: "prints" }).task("print-77"));
  service.onCreate = () => Promise.reject(failure("network", { mayHaveStarted: true }));
  await waits.start(client, "startTask", { prompt: "a" }, { key: "order-9" }).catch(() => {});
  await sql(`INSERT INTO ${schema}.endpoint VALUES ('https://gone.example/x', now(), 'it responded with 410')`);
  await sql(
    `INSERT INTO ${schema}_queue.job (name, data, output) VALUES ('webhook-dead', '{"waitId":"00000000-0000-7000-8000-000000000000","url":"https://down.example/hook"}', '{"message":"the receiver responded with 503"}')`,
  );
};

// The reason is printed where they are left out.
describe.skipIf(!isExpected)("the operators' page in a real browser", () => {
  it("shows waits, workers with their shards and results as they come, without a reload", slow, async () => {
    const waits = await openStore();
    const { page, row, complaints } = await open(waits);
    await row("Workers", "No worker polls this store").waitFor();
    await row("Open waits", "None yet. A first one:").waitFor();
    const id = service.job("gen-1", Infinity);
    await waits.add(client.task(id), { key: "order-4711", timeoutMs: Infinity });
    await row("Open waits", "gen-1").filter({ hasText: "no deadline" }).filter({ hasText: "key order-4711" }).waitFor();
    waits.work({ name: "machine-1:4711" });
    await row("Workers", "machine-1:4711").filter({ hasText: "64 shards" }).waitFor();
    await page.getByRole("img", { name: "64 of 64 shards are held by 1 worker" }).waitFor();
    await row("Rate limits", "https://tasks.test").filter({ hasText: "20 a second" }).waitFor();
    Object.assign(service.jobs.get(id) ?? {}, { pendingPolls: 0 });
    await row("Results", "gen-1").filter({ hasText: "succeeded" }).waitFor();
    await row("Open waits", "None: all have ended.").waitFor();
    await page.locator("#said").filter({ hasText: "gen-1: succeeded." }).waitFor({ state: "attached" });
    expect(complaints).toEqual([]);
  });

  it("stops a wait once somebody is sure, and wakes another", slow, async () => {
    const waits = await openStore();
    const { page, row } = await open(waits);
    for (const id of ["one", "two"]) await waits.add(client.task(service.job(id, Infinity)));
    await page.getByRole("button", { name: "Stop waiting for one" }).click();
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("button", { name: "Wake two" }).click();
    await page.locator("#said").filter({ hasText: "two is polled now." }).waitFor({ state: "attached" });
    expect(await waits.find({ open: true })).toHaveLength(2);
    await page.getByRole("button", { name: "Stop waiting for one" }).press("Enter");
    await page.getByRole("dialog", { name: "Stop this wait?" }).filter({ hasText: "tasks task one" }).waitFor();
    await page.getByRole("button", { name: "Stop the wait" }).click();
    await row("Results", "one").filter({ hasText: "stopped" }).waitFor();
    expect(await waits.find({ open: true })).toMatchObject([{ job: { id: "two" } }]);
  });

  it("keeps the focus on a button while everything around it changes", slow, async () => {
    const waits = await openStore();
    const { page, row } = await open(waits);
    await waits.add(client.task(service.job("one", Infinity)));
    await page.getByRole("button", { name: "Wake one" }).focus();
    await waits.add(client.task(service.job("two", Infinity)));
    await row("Open waits", "two").waitFor();
    expect(await page.locator(":focus").getAttribute("aria-label")).toContain("Wake one");
  });

  it("sends webhooks again that were given up", slow, async () => {
    const waits = await openStore();
    await fill(waits);
    const { page, row } = await open(waits);
    await row("Webhooks", "the receiver responded with 503").waitFor();
    await page.getByRole("button", { name: "Send all again" }).click();
    await page.locator("#said").filter({ hasText: "1 webhook will be sent again." }).waitFor({ state: "attached" });
    await row("Webhooks", "the receiver responded with 503").waitFor({ state: "detached" });
    expect((await waits.overview()).deliveries.disabledEndpoints).toEqual([]);
  });

  it("says when the store, then the worker is gone, and comes back by itself", slow, async () => {
    const waits = await openStore();
    await waits.add(client.task(service.job("one", Infinity)));
    const { page, row, server } = await open(waits);
    await row("Open waits", "one").waitFor();
    await sql(`ALTER SCHEMA ${schema} RENAME TO ${schema}_gone`);
    await page.getByRole("status").filter({ hasText: "The store does not respond." }).waitFor();
    await page.getByRole("alert").filter({ hasText: "What is shown was read at" }).waitFor();
    await sql(`ALTER SCHEMA ${schema}_gone RENAME TO ${schema}`);
    await isLive(page);
    expect(await page.locator("#problem").textContent()).toBe("");
    await server.close();
    await page.getByRole("status").filter({ hasText: "The worker does not respond." }).waitFor();
    const again = await open(waits, { server: { port: Number(new URL(server.url).port) } });
    await isLive(page);
    await again.page.close();
  });

  it("asks for its token, keeps it, and takes it from the address", slow, async () => {
    const token = "a-token-that-nobody-guesses";
    const { page, server } = await open(await openStore(), { server: { token } });
    await page.getByRole("textbox", { name: "Token" }).fill(token);
    await page.getByRole("button", { name: "Open" }).click();
    await isLive(page);
    await page.reload();
    await isLive(page);
    const other = await browser.newPage();
    await other.goto(`${server.url}#token=${token}`);
    await isLive(other);
    expect(other.url()).not.toContain(token);
    await other.close();
  });

  it("shows ids and messages as text, whatever they contain", slow, async () => {
    const waits = await openStore();
    const id = '<img src=x onerror="document.title=1">';
    await waits.add(client.task(service.job(id, Infinity)), { key: "<script>" });
    const { page, row, complaints } = await open(waits);
    await row("Open waits", id).filter({ hasText: "key <script>" }).waitFor();
    expect(await page.title()).toBe("genwait waits");
    expect(await page.locator("main img").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it.each([
    { width: 1280, height: 900, colorScheme: "light" },
    { width: 1280, height: 900, colorScheme: "dark" },
    { width: 390, height: 844, colorScheme: "light" },
    { width: 390, height: 844, colorScheme: "dark" },
  ] as const)("is read by everybody, and nothing is cut, at $width px in the $colorScheme", slow, async (screen) => {
    const { width, height, colorScheme } = screen;
    const waits = await openStore();
    await fill(waits);
    // The checker is a script of its own, which the page would refuse.
    const context = { viewport: { width, height }, colorScheme, bypassCSP: true };
    const { page, row } = await open(waits, { context });
    await row("Open waits", "print-77").filter({ hasText: "no client" }).waitFor();
    await row("Creates without a response", "order-9").waitFor();
    await row("Disabled endpoints", "https://gone.example").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Stop waiting for print-77" }).click();
    expect(await violationsOf(page)).toEqual([]);
    const cut = await page.evaluate(() => ({
      isWide: document.documentElement.scrollWidth > innerWidth,
      buttons: [...document.querySelectorAll("button")]
        .filter((one) => one.getClientRects().length > 0 && one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.textContent),
    }));
    expect(cut).toEqual({ isWide: false, buttons: [] });
  });
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong, by rule and place. */
const violationsOf = async (page: Page): Promise<readonly string[]> => {
  const found: unknown = await page.evaluate(
    `(async () => { ${axe}; return (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html.slice(0, 100))); })()`,
  );
  return Array.isArray(found) ? found.map(String) : [String(found)];
};

const coloursOf = (path: string): string[] =>
  readFileSync(new URL(path, import.meta.url), "utf8").match(/--[a-z-]+: #[0-9a-f]{6};/g) ?? [];

it("has the colours of the mock server's page", () => {
  const known = new Set(coloursOf("../../../apps/mock-server/page/theme.css"));
  const used = coloursOf("../page/theme.css");
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((colour) => !known.has(colour))).toEqual([]);
});
