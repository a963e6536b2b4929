import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Where there is a browser, and where `GENWAIT_BROWSER=required` says that there must be one, as in the CI. */
export const isChromiumExpected: boolean = existsSync(executablePath) || process.env["GENWAIT_BROWSER"] === "required";

/** Why tests in a page are left out, to be part of their titles; empty where they are not. */
export const withoutChromium: string = isChromiumExpected
  ? ""
  : ` (left out: there is no Chromium at ${executablePath}; install one, on Debian by apt-get install chromium, or name yours in CHROMIUM_PATH)`;

/** Starts a real Chromium that talks to nobody but this machine. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
