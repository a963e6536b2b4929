import { describe, expect, it } from "vitest";

import { terminalLines, terminalText } from "./terminal-text.ts";

describe("terminalText", () => {
  it("is one line of signs that show", () => {
    expect(terminalText("done\u001b[2J\u009b1m\r\n\tsucceeded\u0007\u202e\ud800\u2028")).toBe(
      "done\\u001b[2J\\u009b1m\\r\\n\\tsucceeded\\u0007\\u202e\\ud800\\u2028",
    );
  });

  it("leaves other texts as they are", () => {
    expect(terminalText("Töpfe – 花瓶 👍 `x`")).toBe("Töpfe – 花瓶 👍 `x`");
  });
});

describe("terminalLines", () => {
  it("keeps the line ends", () => {
    expect(terminalLines("a\nb\u001b\n")).toBe("a\nb\\u001b\n");
  });
});
