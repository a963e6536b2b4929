import { cp, mkdir, realpath, rm } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { writeLicenses } from "../../../.config/third-party-licenses.mjs";
import manifest from "../package.json" with { type: "json" };

/**
 * Makes one file of the generator in dist: the tools of this repository and the small libraries that they stand on. Beside it
 * lie the types that clients import, to check them against: whoever generates has them installed or not.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.argv[2] ?? join(root, "dist");
const external = Object.keys(manifest.dependencies);

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const { metafile } = await build({
  entryPoints: [join(root, "src/main.ts")],
  outdir: dist,
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node22",
  format: "esm",
  conditions: ["@genwait/source"],
  mainFields: ["module", "main"],
  legalComments: "none",
  external,
  metafile: true,
  logLevel: "warning",
  banner: {
    js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
  },
});

const missing = Object.values(metafile.outputs).flatMap(({ imports }) =>
  imports.filter(
    ({ path }) => !isBuiltin(path) && !external.some((name) => path === name || path.startsWith(`${name}/`)),
  ),
);
if (missing.length > 0)
  throw new Error(`Failed to bundle: ${missing.map(({ path }) => path).join(", ")} would be missing.`);

await writeLicenses({ metafile, root, dist, title: "Packages whose code lies in this bundle, and their licences" });

const workspace = dirname(root.replace(/[\\/]$/, ""));
const core = join(workspace, "client-core");
const fetchClient = await realpath(join(core, "node_modules/openapi-fetch"));
const helpers = await realpath(join(dirname(fetchClient), "openapi-typescript-helpers"));
for (const [name, folder, content] of [
  ["@genwait/client-core", core, "src"],
  ["@genwait/lifecycle", join(workspace, "lifecycle"), "src"],
  ["openapi-fetch", fetchClient, "dist"],
  ["openapi-typescript-helpers", helpers, "dist"],
]) {
  const target = join(dist, "types/node_modules", name);
  for (const file of ["package.json", ...(content === "dist" ? ["LICENSE"] : []), content])
    await cp(join(folder, file), join(target, file), { recursive: true, filter: isOfTypes });
}

/** What a compiler reads, without what is tried and what is run. */
function isOfTypes(path) {
  return !/\.test(?:-d)?\.ts$|[\\/]fixtures$|\.map$|\.[cm]?js$|\.d\.cts$/.test(path);
}
