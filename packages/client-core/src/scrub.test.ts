import { expect, test } from "vitest";
import { scrub } from "./scrub.ts";

test("hides the key wherever it stands", () => {
  expect(scrub("key=sk-1234&again=sk-1234", "sk-1234")).toBe("key=[key]&again=[key]");
});

test("hides the key as an address carries it", () => {
  expect(scrub("?key=a%2Fb%3Dc", "a/b=c")).toBe("?key=[key]");
});

test("leaves text alone when there is no key, or one too short to be a secret", () => {
  expect(scrub("a banana", "")).toBe("a banana");
  expect(scrub("a banana", "a")).toBe("a banana");
});
