import { expect, it } from "vitest";

import { tellOf } from "./progress.ts";

it("says what is done to a large document, and nothing of a small one", () => {
  const said: string[] = [];
  const io = { stderr: (text: string): void => void said.push(text) };
  tellOf("specs/kiln", 999_999, io)("reading");
  tellOf("specs/\u001b[2Jkiln", 3_300_000, io)("reading");
  expect(said).toEqual(["specs/\\u001b[2Jkiln (3.3 MB): reading; this takes a while\n"]);
});
