import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apis } from "./apis.ts";
import { rootFolder } from "./root-folder.ts";

/** A row of the table of shapes: which words say it, and which APIs show it. */
interface Shape {
  readonly title: string;
  readonly words: readonly string[];
  readonly shownBy: readonly string[];
}

const readme = readFileSync(join(rootFolder, "packages/lifecycle/README.md"), "utf8");

const shapes = [...readme.matchAll(/^\| (\d+) \|(.*)\|$/gm)].map(([, number = "", cells = ""]): Shape => {
  const [shape = "", said = "", shownBy = ""] = cells.split("|");
  const named = /\ball\b/.test(shownBy) ? apis.map(({ name }) => name) : (shownBy.match(/[a-z]+/g) ?? []);
  return {
    title: `${number}, ${shape.trim()}`,
    words: [...said.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) => code.match(/[a-z][\w-]*/gi) ?? []),
    shownBy: named.filter((name) => apis.some((api) => api.name === name)),
  };
});

// A webhook alone cannot be said, and a wait for its caller is another shape's pending.
const sayable = shapes.filter(({ title }) => !/^(12|22), /.test(title));

describe("the shapes of jobs that lifecycle's README lists", () => {
  it("are all there", () => {
    expect(shapes.map(({ title }) => Number.parseInt(title, 10))).toEqual(
      Array.from({ length: 22 }, (_, index) => index + 1),
    );
  });

  it.each(sayable)("are shown by APIs of this suite, in the words that the row names: $title", ({ words, shownBy }) => {
    expect(shownBy).not.toEqual([]);
    const showing = apis.filter(({ name }) => shownBy.includes(name));
    const overlays = showing.map(({ specFolder }) => readFileSync(join(specFolder, "overlay.yaml"), "utf8"));
    const isSaid = (word: string): boolean =>
      overlays.some((overlay) => new RegExp(String.raw`(?<![\w-])${word}(?![\w-])`).test(overlay));
    // A row without a word of its own is said by the order or the number of others'.
    expect(words.length === 0 || words.some(isSaid)).toBe(true);
    // Each job has responses that a person wrote down, which client and poller read, and the mock has to resemble.
    for (const { jobs } of showing) for (const job of jobs) expect(job.responses.length).toBeGreaterThan(0);
  });
});
