import { expect, test } from "vitest";
import { scrubber } from "./scrub.ts";

test("hides the key wherever it stands", () => {
  expect(scrubber("sk-1234")("key=sk-1234&again=sk-1234")).toBe("key=[key]&again=[key]");
});

test("hides the key as an address carries it", () => {
  expect(scrubber("a/b=c")("?key=a%2Fb%3Dc")).toBe("?key=[key]");
});

test("leaves text alone when there is no key, or one too short to be a secret", () => {
  expect(scrubber("")("a banana")).toBe("a banana");
  expect(scrubber("a")("a banana")).toBe("a banana");
});
