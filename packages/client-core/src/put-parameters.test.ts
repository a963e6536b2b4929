import { expect, test } from "vitest";
import { putParameters } from "./put-parameters.ts";

const put = (given: Record<string, unknown>, url = "https://api.things.example/things") => {
  const headers: Record<string, string> = {};
  const list = [
    { name: "tag", in: "query" },
    { name: "page", in: "query", required: true },
    { name: "x-team", in: "header" },
  ] as const;
  return { url: putParameters(url, headers, list, given), headers };
};

test("writes the query and the headers, in the order of the declaration", () => {
  expect(put({ "x-team": "red", page: 2, tag: ["a b", "c&d"] })).toEqual({
    url: "https://api.things.example/things?tag=a%20b&tag=c%26d&page=2",
    headers: { "x-team": "red" },
  });
});

test("adds to a query that is there", () => {
  expect(put({ page: 0 }, "https://api.things.example/things?a=1").url).toBe(
    "https://api.things.example/things?a=1&page=0",
  );
});

test("leaves out what is null, and an address without query as it is", () => {
  expect(put({ page: 1, tag: null, "x-team": undefined })).toMatchObject({ headers: {} });
  expect(putParameters("/things", {}, [{ name: "tag", in: "query" }], {})).toBe("/things");
});

test("says what is missing, and what no header can carry", () => {
  expect(() => put({})).toThrowErrorMatchingInlineSnapshot(`[TypeError: page is missing]`);
  expect(() => put({ page: 1, "x-team": "a\nb" })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: x-team has a character that no header can carry]`,
  );
});
