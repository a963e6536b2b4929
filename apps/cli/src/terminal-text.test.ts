import { expect, test } from "vitest";
import { terminalJson, terminalText } from "./terminal-text.ts";

test.each([
  ["a window's title", "\u001B]0;title\u0007", String.raw`\u001b]0;title\u0007`],
  ["an erased screen in C1", "\u009B2J", String.raw`\u009b2J`],
  ["a line that looks like ours", "oops\r\nsucceeded", String.raw`oops\u000d\u000asucceeded`],
  ["a line turned around", "\u202Egnp.exe\u2069", String.raw`\u202egnp.exe\u2069`],
  ["separators and DEL", "a\u2028b\u2029c\u007F", String.raw`a\u2028b\u2029c\u007f`],
  ["letters of any language", "größer, 日本語, 👩‍🚀", "größer, 日本語, 👩‍🚀"],
])("%s is shown and does nothing", (_, text, shown) => {
  expect(terminalText(text)).toBe(shown);
});

test("JSON for a terminal is the same value", () => {
  const value = { "a\u009B": "\u001B[2J\u202E\u2028\n\u007F", b: [1, null] };
  const line = terminalJson(value);
  expect(line).toBe(terminalText(line));
  expect(JSON.parse(line)).toEqual(value);
});
