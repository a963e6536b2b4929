import { afterEach, expect, test, vi } from "vitest";
import { findKey } from "./api-key.ts";
import { things } from "./fixtures/things-api.ts";

afterEach(() => vi.unstubAllEnvs());

test("takes the given key, without the white space around it", async () => {
  expect(await findKey(things, { apiKey: " sk-1234\n" })).toBe("sk-1234");
});

test("asks a function for the key, also one that takes its time", async () => {
  expect(await findKey(things, { apiKey: () => "sk-1" })).toBe("sk-1");
  expect(await findKey(things, { apiKey: async () => "sk-2" })).toBe("sk-2");
});

test("finds the key in the API's environment variable", async () => {
  vi.stubEnv("THINGS_API_KEY", "sk-env");
  expect(await findKey(things, {})).toBe("sk-env");
});

test("prefers the given key to the environment, also when it is empty", async () => {
  vi.stubEnv("THINGS_API_KEY", "sk-env");
  expect(await findKey(things, { apiKey: "sk-given" })).toBe("sk-given");
  await expect(findKey(things, { apiKey: "" })).rejects.toThrow("there is no key");
});

test("needs none for an API without keys", async () => {
  const { key: _, ...keyless } = things;
  expect(await findKey(keyless, {})).toBe("");
});

test("refuses a key that no header can carry, without showing it", async () => {
  await expect(findKey(things, { apiKey: "sk-12\n34" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: the key has a character that no header can carry]`,
  );
  await expect(findKey(things, { apiKey: "sk-12…" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: the key has a character that no header can carry]`,
  );
});
