import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLiveArea } from "./live-area.ts";

const terminal = (columns: number) => {
  let text = "";
  const output = Object.assign(new Writable({ write: (chunk, _, done) => ((text += String(chunk)), done()) }), {
    columns,
    isTTY: true,
  });
  return { output, text: () => text };
};

test("goes back over what it drew, and no further", () => {
  const { output, text } = terminal(40);
  const area = createLiveArea(output);
  area.draw(["one", "two"]);
  area.draw(["three"]);
  area.erase();
  area.erase();
  expect(text()).toBe("one\ntwo\n\u001B[2A\u001B[0Jthree\n\u001B[1A\u001B[0J");
});

test("cuts a line that would wrap", () => {
  const { output, text } = terminal(10);
  createLiveArea(output).draw(["a line of twenty-four."]);
  expect(text()).toBe("a line of\n");
});

test("takes a width of nothing for one that is not known", () => {
  const { output, text } = terminal(0);
  createLiveArea(output).draw(["pending, 3 of 4"]);
  expect(text()).toBe("pending, 3 of 4\n");
});
