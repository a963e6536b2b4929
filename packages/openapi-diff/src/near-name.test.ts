import { expect, it } from "vitest";

import { isNearName } from "./near-name.ts";

it.each([
  ["gammaUrl", "url"],
  ["image_url", "imageURL"],
  ["colour", "color"],
  ["created", "createdAt"],
  ["X-Total", "x-total"],
])("%s and %s are near", (left, right) => {
  expect([isNearName(left, right), isNearName(right, left)]).toEqual([true, true]);
});

it.each([
  ["paper", "stock"],
  ["url", "href"],
  ["id", "name"],
  ["", "x"],
  ["a".repeat(100), `${"a".repeat(99)}b`],
])("%s and %s are not", (left, right) => {
  expect([isNearName(left, right), isNearName(right, left)]).toEqual([false, false]);
});
