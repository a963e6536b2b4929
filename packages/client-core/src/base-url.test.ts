import { expect, test } from "vitest";
import { checkBaseUrl } from "./base-url.ts";

test.for([
  ["https://api.example.com", "https://api.example.com"],
  ["https://api.example.com/", "https://api.example.com"],
  ["https://API.example.com:443/v2//", "https://api.example.com/v2"],
  ["http://127.0.0.1:4010/things", "http://127.0.0.1:4010/things"],
] as const)("%s becomes %s", ([given, expected]) => {
  expect(checkBaseUrl(given, "things")).toBe(expected);
});

test("names what is no base URL", () => {
  expect(() => checkBaseUrl("localhost:4010", "things")).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to create the things client: "localhost:4010" is no base URL. Pass an http(s) address without credentials, query and fragment.]`,
  );
});

test.for([
  "",
  "api.example.com",
  "ftp://api.example.com",
  "https://api.example.com?x=1",
  "https://api.example.com/#top",
  "https://",
])("refuses %s", (given) => {
  expect(() => checkBaseUrl(given, "things")).toThrow(TypeError);
});

test("refuses credentials and does not repeat them", () => {
  expect(() => checkBaseUrl("https://user:secret@api.example.com", "things")).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Failed to create the things client: the one given is no base URL. Pass an http(s) address without credentials, query and fragment.]`,
  );
});
