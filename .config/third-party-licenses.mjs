import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/**
 * Writes down the licences of all packages whose code esbuild has put into a bundle.
 *
 * @param {{ metafile: import("esbuild").Metafile, root: string, dist: string, title: string }} bundle `root` is esbuild's working folder
 */
export const writeLicenses = async ({ metafile, root, dist, title }) => {
  const packages = new Map();
  for (const input of Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))) {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replace(/^[a-z-]+:/, "")) ?? [];
    if (folder === undefined) continue;
    const at = resolve(root, folder);
    const { name, version, license, author } = JSON.parse(await readFile(join(at, "package.json"), "utf8"));
    packages.set(`${name} ${version}`, { at, license, author: author?.name ?? author });
  }
  const sections = [];
  for (const [name, facts] of [...packages].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    sections.push(`## ${name} (${facts.license})\n\n${await licenseOf(name, facts)}\n`);
  await writeFile(join(dist, "THIRD-PARTY-LICENSES.md"), [`# ${title}\n`, ...sections].join("\n"));
};

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished
to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const licenseOf = async (name, { at, license, author }) => {
  const files = (await readdir(at)).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(at, file), "utf8")));
  if (texts.length > 0) return texts.map((text) => text.trim()).join("\n\n");
  // Some packages name their licence and do not bring its text.
  if (license === "MIT") return `Copyright (c) ${author ?? `the authors of ${name}`}\n\n${mit}`;
  throw new Error(
    `Failed to bundle ${name}: it brings no text of its licence (${license}). Add the text to .config/third-party-licenses.mjs.`,
  );
};
