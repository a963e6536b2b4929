import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

/**
 * Makes one file each of Prism and of the overlay library in dist/vendor, so that whoever installs the mock server gets
 * neither their packages nor an install script, and writes down the licences of all that is in there.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.argv[2] ?? join(root, "dist");
const vendor = join(dist, "vendor");
const entries = ["prism-http", "overlay"];

// Nothing that the mock does reaches these: Postman and Swagger 2 documents, proxying, telemetry, Prism's own log.
const unused =
  /^(?:postman-collection|@scarf\/scarf|https?-proxy-agent|pino|@stoplight\/http-spec\/(?:postman|oas2)\/operation)$/;

// Required from a file of `importer`'s folder, as Node itself would.
const requiredFrom = (folder) => createRequire(join(folder, "importer.js"));

/** Puts something else in the place of modules that are too much. */
const substitutes = {
  name: "substitutes",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: unused }, ({ path }) => ({ path, namespace: "unused" }));
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));

    onResolve({ filter: /^node-fetch$/ }, ({ path }) => ({ path, namespace: "global-fetch" }));
    onLoad({ filter: /.*/, namespace: "global-fetch" }, () => ({
      contents: "module.exports = (...args) => globalThis.fetch(...args); module.exports.default = module.exports;",
    }));

    // Made-up data in one language, loaded when somebody asks for it: it takes longer than the rest of Prism.
    onResolve({ filter: /^@faker-js\/faker$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: "late-faker",
      pluginData: requiredFrom(resolveDir).resolve("@faker-js/faker/locale/en"),
    }));
    onLoad({ filter: /.*/, namespace: "late-faker" }, ({ pluginData: file }) => ({
      resolveDir: dirname(file),
      contents: `
        const load = () => require(${JSON.stringify(file)}).faker;
        exports.faker = new Proxy({}, { get: (_, name) => load()[name], has: (_, name) => name in load() });`,
    }));

    // The npm package: Node warns of its own module of this name.
    onResolve({ filter: /^punycode$/ }, ({ resolveDir }) => ({ path: requiredFrom(resolveDir).resolve("punycode/") }));
  },
};

const { metafile } = await build({
  entryPoints: entries.map((name) => join(root, "src", "vendor", `${name}.ts`)),
  outdir: vendor,
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node22",
  format: "esm",
  mainFields: ["module", "main"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  banner: {
    js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
  },
  plugins: [substitutes],
});

const missing = Object.values(metafile.outputs).flatMap(({ imports }) =>
  imports.filter(({ path }) => !isBuiltin(path)),
);
if (missing.length > 0)
  throw new Error(`Failed to bundle: ${missing.map(({ path }) => path).join(", ")} would be missing.`);

// What the compiler made of these entries names packages that nobody gets.
for (const file of await readdir(vendor))
  if (!entries.includes(file.replace(/\.js$/, ""))) await rm(join(vendor, file));

const packages = new Map();
for (const input of Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replace(/^[a-z-]+:/, "")) ?? [];
  if (folder === undefined) continue;
  const at = resolve(root, folder);
  const { name, version, license, author } = JSON.parse(await readFile(join(at, "package.json"), "utf8"));
  packages.set(`${name} ${version}`, { at, license, author: author?.name ?? author });
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished
to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const licenceOf = async (name, { at, license, author }) => {
  const files = (await readdir(at)).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(at, file), "utf8")));
  if (texts.length > 0) return texts.map((text) => text.trim()).join("\n\n");
  // Some packages name their licence and do not bring its text.
  if (license === "MIT") return `Copyright (c) ${author ?? `the authors of ${name}`}\n\n${mit}`;
  throw new Error(
    `Failed to bundle ${name}: it brings no text of its licence (${license}). Add the text to scripts/bundle.mjs.`,
  );
};

const sections = [];
for (const [name, facts] of [...packages].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  sections.push(`## ${name} (${facts.license})\n\n${await licenceOf(name, facts)}\n`);
const title = "# Packages whose code lies in dist/vendor, and their licences\n";
await writeFile(join(dist, "THIRD-PARTY-LICENSES.md"), [title, ...sections].join("\n"));
