import { createVirtualClock } from "@genwait/lifecycle/testing";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { isBrowserExpected, openBrowser } from "./fixtures/open-browser.ts";
import { openPage, type OpenPageOptions, type PageTester } from "./fixtures/page-tester.ts";

// A browser and a server, both real: the one place where a test takes seconds.
const slow = 240_000;
const patience = { timeout: 60_000 };

const isExpected = isBrowserExpected();

let browser: Browser;
beforeAll(async () => {
  if (isExpected) browser = await openBrowser();
}, slow);
afterAll(async () => {
  await browser?.close();
}, slow);

const opened: PageTester[] = [];
const open = async (options?: OpenPageOptions): Promise<PageTester> => {
  const tester = await openPage(browser, options);
  opened.push(tester);
  return tester;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((tester) => tester.close()));
}, slow);

// The reason is printed where they are left out.
describe.skipIf(!isExpected)("the page in a real browser", () => {
  test(
    "a job is created on the page, polled, and ends when time jumps, all without a reload",
    { timeout: slow },
    async () => {
      const { page, row, poll, mock, complaints } = await open();
      await page.getByRole("combobox", { name: "Scenario", exact: true }).fill("slow-90s");
      await page.getByRole("textbox", { name: "Id" }).fill("first-deck");
      await page.getByRole("button", { name: "Create job" }).click();
      await row("first-deck").filter({ hasText: "1 min" }).waitFor();
      expect(await poll("first-deck")).toBe(200);
      await page.locator("#requests summary").filter({ hasText: "poll 1 · pending" }).waitFor();
      await page.getByRole("button", { name: "+30 s" }).click();
      await row("first-deck").filter({ hasText: "stopped: not polled for" }).waitFor();
      mock.clock.advance("60s");
      await row("first-deck").filter({ hasText: "succeeded" }).waitFor();
      await page.locator("#said").filter({ hasText: "first-deck: succeeded." }).waitFor({ state: "attached" });
      await poll("first-deck");
      await page.locator("#requests summary").filter({ hasText: "poll 2 · succeeded" }).click();
      await page.locator("#requests pre").filter({ hasText: '"status": "completed"' }).waitFor();
      expect(complaints).toEqual([]);
    },
  );

  test(
    "an injected fault lies in wait, hits the next poll of the chosen job, and is marked",
    { timeout: slow },
    async () => {
      const { page, row, poll, mock } = await open();
      await mock.jobs.create({ api: "studio", id: "unlucky", scenario: "never" });
      await row("unlucky").click();
      await page.getByRole("combobox", { name: "Fault", exact: true }).selectOption("bad-gateway");
      await page.getByRole("button", { name: "Inject" }).click();
      await page.locator("#faults li").filter({ hasText: "bad-gateway for unlucky, once" }).waitFor();
      expect(await poll("unlucky")).toBe(502);
      await page.locator("#requests summary").filter({ hasText: "◆ bad-gateway" }).waitFor();
      await page.locator("#faults li").waitFor({ state: "detached" });
      await page.locator("#job-facts").filter({ hasText: "met bad-gateway at poll 1" }).waitFor();
    },
  );

  test("the log is saved as a file, and forgotten only after a question", { timeout: slow }, async () => {
    const { page, poll, mock, complaints } = await open();
    await poll("mock-instant");
    await page.locator("#requests summary").first().waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "HAR" }).click();
    expect((await saved).suggestedFilename()).toBe("genwait-mock.har");
    page.once("dialog", (dialog) => void dialog.dismiss());
    await page.getByRole("button", { name: "Clear" }).click();
    expect(mock.requests.list()).toHaveLength(1);
    page.once("dialog", (dialog) => void dialog.accept());
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText("None yet.").waitFor();
    expect(complaints).toEqual([]);
  });

  test("the log is one stop of the Tab key, and the arrows lead through it", { timeout: slow }, async () => {
    const { page, poll } = await open();
    for (const id of ["mock-failed", "mock-never", "mock-instant"]) await poll(id);
    const requests = page.locator("#requests summary");
    await requests.nth(2).waitFor();
    await page.locator("#requests-find").focus();
    await page.keyboard.press("Tab");
    const focused = page.locator("#requests summary:focus");
    await focused.filter({ hasText: "mock-instant" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await focused.filter({ hasText: "mock-failed" }).waitFor();
    expect(await page.locator('#requests summary[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press("Tab");
    expect(await focused.count()).toBe(0);
  });

  test("a scenario is chosen from a list that says what each shows", { timeout: slow }, async () => {
    const { page, mock } = await open();
    await page.getByRole("button", { name: "Scenarios" }).click();
    await page
      .locator("#scenarios-all li")
      .filter({ hasText: "has ended at the first poll" })
      .getByRole("button")
      .click();
    await page.getByRole("button", { name: "Create job" }).click();
    await page.locator("#job-facts").filter({ hasText: "instant" }).waitFor();
    expect(mock.jobs.list()).toMatchObject([{ scenario: "instant" }]);
  });

  test("a fault for the chosen job says so when no job is chosen", { timeout: slow }, async () => {
    const { page } = await open();
    await page.locator("#fault-name option").first().waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Inject" }).click();
    const problem = await page.getByRole("alert").filter({ hasText: "Failed" }).textContent();
    expect(problem).toMatchInlineSnapshot(
      `"Failed to inject the fault: no job is chosen. Choose one in the list, or "any job"."`,
    );
  });

  test(
    "the scenario by default is chosen on the page, for jobs that start from now on",
    { timeout: slow },
    async () => {
      const { page, row, mock } = await open();
      const box = page.getByRole("combobox", { name: "Scenario that plays" });
      await expect.poll(() => box.inputValue(), patience).toBe("default");
      await box.fill("partial-3");
      await page.getByRole("button", { name: "Set", exact: true }).click();
      await expect.poll(() => mock.scenarios.default(), patience).toBe("partial-3");
      await mock.jobs.create({ api: "studio", id: "any-deck" });
      await row("any-deck").click();
      await page.locator("#job-facts").filter({ hasText: "Scenariopartial-3" }).waitFor();
    },
  );

  test("a job is given another scenario from its start on", { timeout: slow }, async () => {
    const { page, row, mock } = await open();
    await mock.jobs.create({ api: "studio", id: "deck", scenario: "never" });
    await row("deck").filter({ hasText: "never ends" }).click();
    await page.getByRole("combobox", { name: "Another scenario for this job" }).fill("instant");
    await page.getByRole("button", { name: "Play" }).click();
    await row("deck").filter({ hasText: "succeeded" }).waitFor();
    expect(mock.jobs.get("deck")).toMatchObject({ scenario: "instant", kind: "succeeded" });
  });

  test("what the mock refuses is said on the page", { timeout: slow }, async () => {
    const { page } = await open();
    await page.getByRole("combobox", { name: "Scenario", exact: true }).fill("sloow");
    await page.getByRole("button", { name: "Create job" }).click();
    await expect
      .poll(() => page.locator("#problem").textContent(), patience)
      .toContain('there is no scenario "sloow"; did you mean slow?');
  });

  test("jobs are chosen, finished, failed and deleted with the keyboard alone", { timeout: slow }, async () => {
    const { page, row, mock } = await open();
    for (const id of ["deck-1", "deck-2", "deck-3"]) {
      await mock.jobs.create({ api: "studio", id, scenario: "never" });
      await row(id).waitFor();
    }
    await page.keyboard.press("Tab");
    await page.getByRole("link", { name: "Skip to the jobs" }).press("Enter");
    const list = page.getByRole("listbox", { name: "Jobs" });
    await list.press("ArrowDown");
    await list.press("ArrowDown");
    await page.locator("[aria-selected=true]").filter({ hasText: "deck-2" }).waitFor();
    expect(await page.locator("[aria-selected=true]").getAttribute("id")).toBe(
      await list.getAttribute("aria-activedescendant"),
    );
    await list.press("Enter");
    const focused = page.locator(":focus");
    expect(await focused.textContent()).toBe("Finish");
    expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
    await focused.press("Enter");
    await row("deck-2").filter({ hasText: "succeeded" }).waitFor();
    await list.focus();
    await list.press("Home");
    await list.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await row("deck-3").filter({ hasText: "failed" }).waitFor();
    await list.focus();
    await list.press("Delete");
    await row("deck-3").waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("jobs");
    expect(mock.jobs.list().map(({ id }) => id)).toEqual(["deck-2", "deck-1"]);
  });

  test(
    "a program that polls too often is told so in words, beside the declared interval",
    { timeout: slow },
    async () => {
      // Its time stands still, so that a loaded machine does not stretch the intervals.
      const clock = createVirtualClock({ auto: false });
      const { row, poll, mock, page } = await open({ server: { clock } });
      await mock.jobs.create({ api: "studio", id: "hasty", scenario: "never" });
      for (let count = 0; count < 5; count++) {
        await poll("hasty");
        mock.clock.advance("800ms");
      }
      await row("hasty").filter({ hasText: "too often: every 0.8 s, declared 5 s" }).waitFor();
      await page.getByRole("combobox", { name: "Show", exact: true }).selectOption("odd");
      await row("hasty").waitFor();
      await expect.poll(() => page.locator("#summary").textContent(), patience).toContain("1 polled too often.");
    },
  );

  test("of a thousand jobs only those in sight are drawn, and all can be reached", { timeout: slow }, async () => {
    const { page, row, mock } = await open();
    for (let count = 1; count <= 1000; count++) {
      await mock.jobs.create({ api: "studio", id: `deck-${String(count).padStart(4, "0")}`, scenario: "slow-2m" });
    }
    await page.locator("#summary").filter({ hasText: "1,000 jobs, 1000 running." }).waitFor();
    expect(await page.locator(".row").count()).toBeLessThan(40);
    const list = page.getByRole("listbox");
    await list.press("End");
    await row("deck-0001").waitFor();
    expect(await row("deck-0001").getAttribute("aria-posinset")).toBe("1000");
    await page.getByRole("searchbox", { name: "Find", exact: true }).fill("deck-0777");
    await row("deck-0777").waitFor();
    expect(await page.locator(".row:visible").count()).toBe(1);
    mock.clock.advance("2m");
    await page.locator("#summary").filter({ hasText: "1,000 jobs, 0 running." }).waitFor();
    await page.locator("#said").filter({ hasText: "1,000 jobs ended." }).waitFor({ state: "attached" });
  });

  test("an empty mock says what to type, and what it says works", { timeout: slow }, async () => {
    const { page, row } = await open();
    await page.locator("#empty .command code").first().waitFor();
    const [create = "", poll = ""] = await page.locator("#empty .command code").allTextContents();
    const [, key = "", body = "", place = ""] =
      /^curl -H '(.*?): any' -H 'content-type: application\/json' -d '(.*)' (\S+)$/.exec(create) ?? [];
    const headers = { [key]: "any", "content-type": "application/json" };
    expect((await fetch(place, { method: "POST", headers, body })).status).toBe(201);
    const [, header = "", url = ""] = /^curl -H '(.*?): any' (\S+)$/.exec(poll) ?? [];
    expect((await fetch(url, { headers: { [header]: "any" } })).status).toBe(200);
    await row("mock-succeeded").waitFor();
    expect(await page.locator("#empty").isVisible()).toBe(false);
  });

  test("eight tabs are live at once, and each can do something", { timeout: slow }, async () => {
    const { page, mock } = await open();
    const tabs = [page];
    while (tabs.length < 8) {
      const tab = await page.context().newPage();
      await tab.goto(`${mock.url("studio")}/_mock/`);
      tabs.push(tab);
    }
    for (const [index, tab] of tabs.entries()) {
      await tab.getByRole("status").filter({ hasText: "Live" }).waitFor();
      await tab.getByRole("textbox", { name: "Id" }).fill(`from-tab-${index}`);
      await tab.getByRole("button", { name: "Create job" }).click();
      await page
        .locator("#rows")
        .getByRole("option")
        .filter({ hasText: `from-tab-${index}` })
        .waitFor();
    }
    expect(mock.jobs.count()).toBe(8);
  });

  test("a request shows its headers and a command that sends it again", { timeout: slow }, async () => {
    const { page, poll, mock } = await open();
    await mock.jobs.create({ api: "studio", id: "deck", scenario: "never" });
    await poll("deck");
    await poll("gone");
    const request = page.locator(".request");
    await request.nth(1).waitFor();
    await page.getByRole("combobox", { name: "Show requests" }).selectOption("errors");
    await page.locator("#requests-count").filter({ hasText: "1 request" }).waitFor();
    await page.getByRole("combobox", { name: "Show requests" }).selectOption("all");
    await page.getByRole("searchbox", { name: "Find requests" }).fill("decks/deck");
    await page.locator("#requests-count").filter({ hasText: "1 request" }).waitFor();
    await request.locator("summary").click();
    await request.locator("pre").filter({ hasText: "x-key: ***" }).waitFor();
    await request.locator("pre").filter({ hasText: "content-type: application/json" }).waitFor();
    expect(await page.getByRole("button", { name: "Copy as curl" }).isVisible()).toBe(true);
  });

  test("time is paused on the page, and goes on faster", { timeout: slow }, async () => {
    const { page, mock } = await open();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Go on" }).waitFor();
    expect(mock.clock.speed).toBe(0);
    await page.getByRole("combobox", { name: "Speed" }).selectOption("20");
    await page.getByRole("button", { name: "Pause" }).waitFor();
    expect(mock.clock.speed).toBe(20);
  });

  test("the next create gets the scenario that was chosen for it, and no other does", { timeout: slow }, async () => {
    const { page, mock } = await open();
    await page.getByRole("combobox", { name: "Plays", exact: true }).selectOption("next");
    await page.getByRole("combobox", { name: "Scenario that plays" }).fill("failed");
    await page.getByRole("button", { name: "Set", exact: true }).click();
    await page.locator("#faults li").filter({ hasText: "next create: failed" }).waitFor();
    expect(mock.scenarios.next()).toBe("failed");
    await page.getByRole("button", { name: "Next create: the default scenario" }).click();
    await page.locator("#faults li").waitFor({ state: "detached" });
    expect(mock.scenarios.next()).toBeUndefined();
  });

  test(
    "on a phone the first job is in sight, nothing is cut, and a job opens in its place",
    { timeout: slow },
    async () => {
      const { page, row, mock } = await open({ context: { viewport: { width: 390, height: 844 } } });
      const id = "dk_0123456789abcdef0123456789abcdef";
      await mock.jobs.create({ api: "studio", id, scenario: "never" });
      await row(id).waitFor();
      const seen = await page.evaluate(() => ({
        isWide: document.documentElement.scrollWidth > innerWidth,
        firstAt: document.querySelector(".row")?.getBoundingClientRect().top ?? 999,
        cut: [...document.querySelectorAll("button, .row-id, .row-polling")]
          .filter((one) => one.getClientRects().length > 0 && one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.textContent),
      }));
      expect(seen).toMatchObject({ isWide: false, cut: [] });
      expect(seen.firstAt).toBeLessThan(330);
      await page.getByRole("button", { name: "Create", exact: true }).click();
      await page.getByRole("button", { name: "Create job" }).waitFor();
      await row(id).click();
      await page.getByRole("heading", { name: id }).waitFor();
      await page.getByRole("button", { name: "Choose no job" }).click();
      await row(id).waitFor();
    },
  );

  test("the page comes back by itself when the mock does", { timeout: slow }, async () => {
    const { page, row, mock } = await open();
    await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
    await mock.jobs.create({ api: "studio", id: "before" });
    await row("before").waitFor();
    await mock.close();
    await page.getByRole("status").filter({ hasText: "The mock does not respond. Trying again…" }).waitFor();
    const again = await open({ server: { port: mock.apis["studio"]?.port ?? 0 } });
    await again.mock.jobs.create({ api: "studio", id: "after" });
    await row("after").waitFor();
    expect(await row("before").count()).toBe(0);
  });

  test("a mock with a token asks for it, keeps it, and takes it from the address", { timeout: slow }, async () => {
    const token = "a-token-that-nobody-guesses";
    const { page, mock } = await open({ server: { token } });
    await page.getByRole("textbox", { name: "Token" }).fill(token);
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
    await page.reload();
    await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
    const other = await browser.newPage();
    await other.goto(`${mock.url("studio")}/_mock/#token=${token}`);
    await other.getByRole("status").filter({ hasText: "Live" }).waitFor();
    expect(other.url()).not.toContain(token);
    await other.close();
  });

  test("ids and responses are shown as text, whatever they contain", { timeout: slow }, async () => {
    const { page, row, mock, complaints } = await open();
    const id = '<img src=x onerror="document.title=1">';
    await mock.jobs.create({ api: "studio", id, scenario: { describe: "<b>", failure: { message: "<script>" } } });
    await row(id).click();
    await page.getByRole("heading", { name: id }).waitFor();
    expect(await page.title()).toBe("genwait mock");
    expect(await page.locator("main img").count()).toBe(0);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.locator("#requests").filter({ hasText: "None yet." }).waitFor();
    expect(mock.requests.list()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test(
    "the timeline is drawn in the colours of the theme, and drawn anew when it changes",
    { timeout: slow },
    async () => {
      const { page, row, mock } = await open({ context: { colorScheme: "light" } });
      await mock.jobs.create({ api: "studio", id: "deck", scenario: "never" });
      await row("deck").waitFor();
      const now = (): Promise<string> =>
        page.evaluate(() => {
          const canvas = document.querySelector("canvas");
          const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          const counts = new Map<string, number>();
          for (let at = 0; at < pixels.length; at += 4) {
            const key = [pixels[at], pixels[at + 1], pixels[at + 2]].join(",");
            if (pixels[at + 3] === 255) counts.set(key, (counts.get(key) ?? 0) + 1);
          }
          return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
        });
      const light = await now();
      await page.emulateMedia({ colorScheme: "dark" });
      await expect.poll(now, patience).not.toBe(light);
    },
  );
});
