import { readdir, rm } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { writeLicenses } from "../../../.config/third-party-licenses.mjs";

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

await writeLicenses({
  metafile,
  root,
  dist,
  title: "Packages whose code lies in dist/vendor, and their licences",
});
