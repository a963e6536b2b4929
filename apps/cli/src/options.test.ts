import { describe, expect, test } from "vitest";
import { parseOptions } from "./options.ts";
import { isUsageError } from "./usage-error.ts";
import { jobOptions } from "./given-jobs.ts";
import { waitOptions, waitTimes } from "./waits.ts";

const known = [...waitOptions, ...jobOptions];
const onThisMachine = { isLocal: true };

const messageOf = (args: readonly string[], place = onThisMachine): string => {
  try {
    const options = parseOptions(args, known);
    waitTimes(options, place);
    options.number("expect-items", { least: 1, whole: true });
  } catch (error) {
    if (isUsageError(error)) return error.message;
  }
  return "accepted";
};

test("arguments become options", () => {
  const options = parseOptions(
    ["decks", "a", "--json", "b", "-q", "-o", "here", "--timeout", "10m", "--interval=250ms", "--expect-items", "4"],
    known,
  );
  expect(options.positionals).toEqual(["decks", "a", "b"]);
  expect(options.flag("json")).toBe(true);
  expect(options.flag("quiet")).toBe(true);
  expect(options.text("output")).toBe("here");
  expect(waitTimes(options, onThisMachine)).toEqual({ timeoutMs: 600_000, intervalMs: 250 });
  expect(options.number("expect-items", { least: 1, whole: true })).toBe(4);
  expect(options.text("job")).toBeUndefined();
});

test("what follows -- is no option", () => {
  expect(parseOptions(["decks", "--", "-a", "--timeout", "-1s"], known).positionals).toEqual([
    "decks",
    "-a",
    "--timeout",
    "-1s",
  ]);
});

describe("a mistake gets one line", () => {
  test.each([
    [["--timout", "5m"], "There is no option --timout. Did you mean --timeout?"],
    [["--wibble"], "There is no option --wibble."],
    [["-x"], "There is no option -x."],
    [
      ["--api-key", "sk-1"],
      "There is no option --api-key: whoever lists this machine's processes would see the key. Put it into the environment, as <NAME>_API_KEY.",
    ],
    [["--timeout", "5"], "--timeout 5 is no time. Write 250ms, 5s, 10m or 2h."],
    [["--timeout=-5s"], "--timeout -5s is no time. Write 250ms, 5s, 10m or 2h."],
    [["--timeout", "-5s"], "--timeout -5s is no time. Write 250ms, 5s, 10m or 2h."],
    [["--expect-items", "-3"], "--expect-items -3 makes no sense. Give a whole number from 1 up."],
    [["--expect-items", "none"], "--expect-items none makes no sense. Give a whole number from 1 up."],
    [["--expect-items", "1.5"], "--expect-items 1.5 makes no sense. Give a whole number from 1 up."],
    [["--json=yes"], "--json takes no value."],
    [["--timeout"], "--timeout needs a value: --timeout 10m."],
    [["--timeout", "--json"], "--timeout needs a value: --timeout 10m."],
    [["--timeout", ""], "--timeout has an empty value. Look at the variable it comes from."],
    [["--base-url="], "--base-url has an empty value. Look at the variable it comes from."],
    [["--expect-items", "1e400"], "--expect-items 1e400 makes no sense. Give a whole number from 1 up."],
    [
      ["--expect-items", "9".repeat(20)],
      `--expect-items ${"9".repeat(20)} makes no sense. Give a whole number from 1 up.`,
    ],
    [["--interval", "0s"], "--interval 0s is too often. Give 10ms or more."],
  ])("%j", (args, message) => {
    expect(messageOf(args)).toBe(message);
  });
});

test("a service is polled less often than a mock may be", () => {
  expect(messageOf(["--interval", "40ms"])).toBe("accepted");
  expect(messageOf(["--interval", "40ms"], { isLocal: false })).toBe(
    "--interval 40ms is too often. Give 500ms or more.",
  );
});

test("what is right is accepted", () => {
  expect(messageOf(["--not-found-retry", "10s", "--timeout", "1.5s"])).toBe("accepted");
});
