import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { createLiveArea } from "./live-area.ts";

const terminal = (columns: number, rows = 24) => {
  const output = { isTTY: true, columns, rows, text: "", write: (part: string) => (output.text += part) };
  return output;
};

const plain = (_: string, text: string): string => text;
const linesOf = (text: string): readonly string[] => text.split("\n").slice(0, -1);

test("goes back over what it drew, and no further", () => {
  const output = terminal(40);
  const area = createLiveArea(output, plain);
  area.draw([[["one"]], [["two"]]]);
  area.draw([[["three"]]]);
  area.erase();
  area.erase();
  expect(output.text).toBe(
    "one\ntwo\n\u001B[1C\u001B[2A\u001B[0J\r\u001B[Kthree\n\u001B[1C\u001B[1A\u001B[0J\r\u001B[K",
  );
});

test("draws nothing for nothing", () => {
  const output = terminal(40);
  createLiveArea(output, plain).draw([]);
  expect(output.text).toBe("");
});

describe("a line is never wider than the terminal", () => {
  test.each([
    ["ASCII", "a line of twenty-four.", "a line of"],
    ["wide letters, of two cells each", "日本語の文字です", "日本語の"],
    ["combining marks, of none", "e\u0301".repeat(12), "e\u0301".repeat(9)],
    ["an emoji of several characters", "👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀", "👩‍🚀👩‍🚀👩‍🚀👩‍🚀"],
    ["an escape sequence, which is shown", "\u001B[2Jx and more", String.raw`\u001b[2J`.slice(0, 9)],
  ])("%s", (_, text, shown) => {
    const output = terminal(10);
    createLiveArea(output, plain).draw([[[text]]]);
    expect(output.text).toBe(`${shown}\n`);
    expect(stringWidth(output.text)).toBeLessThan(10);
  });
});

test("the parts of a line share its room, and only they are painted", () => {
  const output = terminal(10);
  createLiveArea(output, (colour, text) => `<${colour}>${text}</>`).draw([[["abcdef"], ["ghijkl", "yellow"]]]);
  expect(output.text).toBe("abcdef<yellow>ghi</>\n");
});

test("more lines than the terminal has rows are counted in the last one", () => {
  const output = terminal(40, 5);
  createLiveArea(output, plain).draw(Array.from({ length: 20 }, (_, index) => [[`job ${index}`]]));
  expect(linesOf(output.text)).toEqual(["job 0", "job 1", "job 2", "  and 17 more"]);
});

test("as many lines as there is room for are all shown", () => {
  const output = terminal(40, 4);
  createLiveArea(output, plain).draw([[["one"]], [["two"]], [["three"]]]);
  expect(linesOf(output.text)).toEqual(["one", "two", "three"]);
});

test("lines that a narrower terminal has broken are all gone back over", () => {
  const output = terminal(40);
  const area = createLiveArea(output, plain);
  area.draw([[["x".repeat(30)]], [["y".repeat(8)]]]);
  output.columns = 10;
  output.text = "";
  area.erase();
  expect(output.text).toBe("\u001B[1C\u001B[4A\u001B[0J\r\u001B[K");
});

test("a terminal that does not tell its size has the usual one", () => {
  const output = terminal(0, 0);
  createLiveArea(output, plain).draw([[["pending, 3 of 4"]]]);
  expect(output.text).toBe("pending, 3 of 4\n");
});
