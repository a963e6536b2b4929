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
  readonly title: string;
  /** In kB, as size-limit is told, which looks at what is built; here it is held without a build. `pnpm bench` shows the targets. */
  readonly limit: number;
}

const ofClients: { readonly budgetOf: (folder: string) => number } = await import(
  pathToFileURL(join(rootFolder, ".config/client-budget.mjs")).href
);

/** What a package's own manifest says. */
const declaredBudget = (folder: string): Pick<Budget, "imported" | "limit"> | undefined => {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const check = resolvePointer(manifest, "/size-limit/0");
  if (!isRecord(check) || typeof check["limit"] !== "string" || typeof check["import"] !== "string") return undefined;
  return { imported: check["import"].replaceAll(/[{} ]/g, ""), limit: Number.parseFloat(check["limit"]) };
};

/** What a page may load of a package, with all that it imports. */
const budgets = publishedPackages().flatMap(({ name, folder, isClient }): readonly Budget[] => {
  const budget = isClient ? { imported: "createClient", limit: ofClients.budgetOf(folder) } : declaredBudget(folder);
  return budget === undefined ? [] : [{ name, folder, ...budget, title: `${budget.limit.toFixed(1)} kB` }];
});

it("has a budget for each client and for the poller", () => {
  const wanted = publishedPackages().filter(({ name, isClient }) => isClient || name.endsWith("/poller"));
  expect(budgets.map(({ name }) => name)).toEqual(expect.arrayContaining(wanted.map(({ name }) => name)));
});

it.each(budgets)("$name stays within $title, minified and gzipped", async ({ folder, imported, limit }) => {
  const program = `import { ${imported} } from ${JSON.stringify(join(folder, "src/index.ts"))}; console.log(${imported});`;
  const script = await bundleText(program, { minify: true });
  expect(gzipSync(script, { level: 9 }).byteLength / 1000).toBeLessThanOrEqual(limit);
});
