import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { isRecord, resolvePointer } from "@genwait/lifecycle";
import { expect, it } from "vitest";
import { publishedPackages } from "../consumer/published-packages.ts";
import { rootFolder } from "../root-folder.ts";
import { bundleText } from "./bundle.ts";

interface Budget {
  readonly name: string;
  readonly folder: string;
  /** What a program imports. */
  readonly imported: string;
  /** As size-limit is told, which looks at what is built; here it is held without a build. `pnpm bench` shows the targets. */
  readonly limit: string;
}

const ofClients: unknown = await import(pathToFileURL(join(rootFolder, ".config/client-size.mjs")).href);

/** What a page may load of a package, with all that it imports. */
const budgets = publishedPackages().flatMap(({ name, folder, isClient }): readonly Budget[] => {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const check = isClient ? resolvePointer(ofClients, "/default/0") : resolvePointer(manifest, "/size-limit/0");
  if (!isRecord(check) || typeof check["limit"] !== "string" || typeof check["import"] !== "string") return [];
  return [{ name, folder, imported: check["import"].replaceAll(/[{} ]/g, ""), limit: check["limit"] }];
});

it("has a budget for each client and for the poller", () => {
  const wanted = publishedPackages().filter(({ name, isClient }) => isClient || name.endsWith("/poller"));
  expect(budgets.map(({ name }) => name)).toEqual(expect.arrayContaining(wanted.map(({ name }) => name)));
});

it.each(budgets)("$name stays within $limit, minified and gzipped", async ({ folder, imported, limit }) => {
  const program = `import { ${imported} } from ${JSON.stringify(join(folder, "src/index.ts"))}; console.log(${imported});`;
  const script = await bundleText(program, { minify: true });
  expect(gzipSync(script, { level: 9 }).byteLength / 1000).toBeLessThanOrEqual(Number.parseFloat(limit));
});
