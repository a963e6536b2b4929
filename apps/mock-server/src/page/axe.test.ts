import { createRequire } from "node:module";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { isBrowserExpected, openBrowser } from "./fixtures/open-browser.ts";
import { openPage, type PageTester } from "./fixtures/page-tester.ts";

const slow = 240_000;
const isExpected = isBrowserExpected();

let browser: Browser;
beforeAll(async () => {
  if (isExpected) browser = await openBrowser();
}, slow);
afterAll(async () => {
  await browser?.close();
}, slow);

// They stand open on a wide page, where the one is sent in vain: the reason is shown beside it.
const openForm =
  (form: string) =>
  async ({ page }: PageTester, isNarrow: boolean): Promise<void> => {
    await page.locator("#create-api option").first().waitFor({ state: "attached" });
    if (isNarrow) await page.locator(`[data-opens=${form}]`).click();
    if (form !== "fault") return;
    await page.locator("#fault button[type=submit]").click();
    await page.locator("#problem").filter({ hasText: "Failed" }).waitFor();
  };

/** What one may see of the page, each reached as a person does. */
const states: Readonly<Record<string, (tester: PageTester, isNarrow: boolean) => Promise<void>>> = {
  empty: async ({ page }) => page.locator("#empty strong").waitFor(),
  jobs: async ({ mock, poll, row }) => {
    for (const id of ["mock-failed", "mock-slow-90s-report", "mock-429-2s", "mock-partial-3", "mock-never-4711"])
      for (let count = 0; count < 3; count++) await poll(id);
    mock.clock.advance("30s");
    await row("mock-never-4711").filter({ hasText: "not polled for" }).waitFor();
  },
  "a failed job": async (tester, isNarrow) => {
    const { page, poll, row } = tester;
    await tester.mock.jobs.create({
      api: "studio",
      id: "mock-failed-1",
      scenario: { duration: "0s", result: "failed" },
    });
    await poll("mock-failed-1");
    await row("mock-failed-1").click();
    await page.locator("#job-members summary").click();
    await page.locator("#job-members code").first().waitFor();
    if (!isNarrow) return;
    await page.locator("#view-requests[aria-pressed=true]").waitFor();
  },
  "a request": async ({ page, poll }, isNarrow) => {
    await poll("mock-instant");
    if (isNarrow) await page.locator("#view-requests").click();
    await page.locator("#requests summary").first().click();
    await page.locator("#requests pre").first().waitFor();
  },
  "the menu": async ({ page }, isNarrow) => {
    if (isNarrow) await page.locator("[data-opens=menu]").click();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator("#pause").filter({ hasText: "Go on" }).waitFor();
  },
  "the form for jobs": openForm("create"),
  "the form for faults": openForm("fault"),
  "the form for scenarios": openForm("scenario"),
  "the scenarios": async ({ page }, isNarrow) => {
    if (isNarrow) await page.locator("[data-opens=menu]").click();
    await page.locator("#scenario-list").click();
    await page.locator("#scenarios-all").getByText("ends well").first().waitFor();
  },
};

const axe = createRequire(import.meta.url).resolve("axe-core");

// The reason is printed where they are left out.
describe.skipIf(!isExpected).each([
  ["390 px", 390, 844],
  ["1280 px", 1280, 800],
] as const)("axe finds nothing at %s", (_, width, height) => {
  test.each(Object.keys(states).flatMap((state) => [["light", state] as const, ["dark", state] as const]))(
    "%s: %s",
    { timeout: slow },
    async (colorScheme, state) => {
      // The page's own policy runs no script but its own; axe is the tester's.
      const context = { viewport: { width, height }, colorScheme, bypassCSP: true };
      const tester = await openPage(browser, { server: { anyId: true }, context });
      try {
        const { page, complaints } = tester;
        await page.locator("#connection[data-state=live]").waitFor();
        await states[state]?.(tester, width < 640);
        await page.addScriptTag({ path: axe });
        const found: unknown = await page.evaluate(async () => {
          const { violations } = await Reflect.get(globalThis, "axe").run(document, { resultTypes: ["violations"] });
          return violations.map(({ id, nodes }: { id: string; nodes: { target: string[] }[] }) => [
            id,
            ...nodes.map(({ target }) => target.join(" ")),
          ]);
        });
        const shots = process.env["GENWAIT_SCREENSHOTS"];
        if (shots !== undefined)
          await page.screenshot({ path: `${shots}/${width}-${colorScheme}-${state.replaceAll(" ", "-")}.png` });
        expect(found).toEqual([]);
        expect(complaints).toEqual([]);
      } finally {
        await tester.close();
      }
    },
  );
});
