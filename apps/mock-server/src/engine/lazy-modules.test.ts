import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { makeLazy } from "./lazy-modules.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-lazy-"));
  await writeFile(
    join(folder, "heavy.cjs"),
    "globalThis.heavyLoads = (globalThis.heavyLoads ?? 0) + 1; exports.tool = { lift: () => 7 };",
  );
  await writeFile(
    join(folder, "parent.cjs"),
    'const heavy = require("./heavy.cjs"); const { tool } = heavy; exports.lift = () => tool.lift();',
  );
  await writeFile(join(folder, "late.cjs"), 'exports.same = require("./heavy.cjs");');
});

afterAll(() => rm(folder, { recursive: true }));

test("a lazy module loads at its first use, and once", () => {
  const require = createRequire(join(folder, "x.cjs"));
  const undo = makeLazy(pathToFileURL(join(folder, "x.cjs")).href, [
    { name: "./heavy.cjs", member: "tool" },
    { name: "./not-there.cjs" },
  ]);
  const parent: unknown = require(join(folder, "parent.cjs"));
  undo();
  expect(Reflect.get(globalThis, "heavyLoads")).toBeUndefined();
  expect(lift(parent)).toBe(7);
  expect(lift(parent)).toBe(7);
  expect(Reflect.get(globalThis, "heavyLoads")).toBe(1);
  const late: unknown = require(join(folder, "late.cjs"));
  expect(Reflect.get(globalThis, "heavyLoads")).toBe(1);
  expect(Object.keys(Object(Reflect.get(Object(late), "same")))).toEqual(["tool"]);
});

const lift = (parent: unknown): unknown => {
  const method: unknown = Reflect.get(Object(parent), "lift");
  return typeof method === "function" ? method() : undefined;
};
