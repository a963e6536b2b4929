import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { publishedPackages } from "../consumer/published-packages.ts";
import { bundleText } from "./bundle.ts";

/** What a page bundles of a package, and how large it may be with all that it imports, minified and gzipped. */
const budgets = publishedPackages().flatMap(({ name, folder, isClient }) => {
  if (isClient) return [{ name, folder, imported: "createClient", limitKb: 10 }];
  return name.endsWith("/poller") ? [{ name, folder, imported: "createPoller", limitKb: 6 }] : [];
});

it("has a budget for each client and for the poller", () => {
  expect(budgets.length).toBeGreaterThanOrEqual(3);
});

it.each(budgets)("$name stays within $limitKb kB", async ({ folder, imported, limitKb }) => {
  const program = `import { ${imported} } from ${JSON.stringify(join(folder, "src/index.ts"))}; console.log(${imported});`;
  const script = await bundleText(program, { minify: true });
  expect(gzipSync(script, { level: 9 }).byteLength / 1000).toBeLessThanOrEqual(limitKb);
});
