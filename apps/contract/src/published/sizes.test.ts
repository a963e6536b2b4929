import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { publishedPackages } from "../consumer/published-packages.ts";
import { isRecord } from "../json.ts";
import { bundleText } from "./bundle.ts";

interface Limit {
  readonly name: string;
  readonly folder: string;
  /** What a program imports, in braces. */
  readonly imported: string;
  readonly limit: string;
}

/** What packages promise to size-limit, in their manifests. */
const limits = publishedPackages().flatMap(({ name, folder }): readonly Limit[] => {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const checks = isRecord(manifest) ? manifest["size-limit"] : undefined;
  return (Array.isArray(checks) ? checks : []).flatMap((check) =>
    isRecord(check) && typeof check["limit"] === "string" && typeof check["import"] === "string"
      ? [{ name, folder, imported: check["import"], limit: check["limit"] }]
      : [],
  );
});

// What size-limit takes off its count: a bundle that imports nothing.
const emptyBundleBytes = 46;

it("stands in the manifest of whatever a page would bundle", () => {
  expect(limits.map(({ name }) => name)).toEqual(
    expect.arrayContaining(
      publishedPackages()
        .filter(({ isClient, name }) => isClient || name.endsWith("/poller"))
        .map(({ name }) => name),
    ),
  );
});

it.each(limits)("$name stays below $limit, minified and gzipped", async ({ folder, imported, limit }) => {
  const program = `import ${imported} from ${JSON.stringify(join(folder, "src/index.ts"))}
console.log(${imported.replaceAll(/[{}]/g, "").trim()})
`;
  const script = await bundleText(program, { minify: true });
  expect(gzipSync(script, { level: 9 }).byteLength - emptyBundleBytes).toBeLessThanOrEqual(parseFloat(limit) * 1000);
});
