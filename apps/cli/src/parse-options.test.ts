import { describe, expect, test } from "vitest";
import { parseOptions } from "./parse-options.ts";
import { isUsageError } from "./usage-error.ts";
import { waitOptionNames, waitTimes } from "./wait-options.ts";

const messageOf = (args: readonly string[]): string => {
  try {
    const options = parseOptions(args, waitOptionNames);
    waitTimes(options);
    options.number("expect-items", { least: 1, whole: true });
  } catch (error) {
    if (isUsageError(error)) return error.message;
  }
  return "accepted";
};

test("arguments become options", () => {
  const options = parseOptions(
    ["decks", "a", "--json", "b", "--timeout", "10m", "--interval=250ms", "--expect-items", "4"],
    waitOptionNames,
  );
  expect(options.positionals).toEqual(["decks", "a", "b"]);
  expect(options.flag("json")).toBe(true);
  expect(waitTimes(options)).toEqual({ timeoutMs: 600_000, intervalMs: 250 });
  expect(options.number("expect-items", { least: 1, whole: true })).toBe(4);
  expect(options.text("job")).toBeUndefined();
});

describe("a mistake gets one line", () => {
  test.each([
    [["--timout", "5m"], "There is no option --timout. Did you mean --timeout? See genwait help."],
    [["--wibble"], "There is no option --wibble. See genwait help."],
    [["--timeout", "5"], "--timeout 5 is no time. Write 250ms, 5s, 10m or 2h."],
    [["--timeout=-5s"], "--timeout -5s is no time. Write 250ms, 5s, 10m or 2h."],
    [["--expect-items", "none"], "--expect-items none makes no sense. Give a whole number from 1 up."],
    [["--expect-items", "1.5"], "--expect-items 1.5 makes no sense. Give a whole number from 1 up."],
    [["--json=yes"], "Option '--json' does not take an argument. See genwait help."],
    [["--timeout"], "Option '--timeout <value>' argument missing. See genwait help."],
  ])("%j", (args, message) => {
    expect(messageOf(args)).toBe(message);
  });
});

test("what is right is accepted", () => {
  expect(messageOf(["--not-found-retry", "10s", "--timeout", "1.5s"])).toBe("accepted");
});
