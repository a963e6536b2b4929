import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Sums what vitest reported for every package into one line, `N passed, N failed`; a package that broke off counts as one failure. */
const root = new URL("../", import.meta.url);
const packages = ["packages/", "apps/", "examples/"].flatMap((group) =>
  readdirSync(new URL(group, root)).map((name) => new URL(`${group}${name}/`, root)),
);
const tested = packages.filter((folder) => {
  const manifest = new URL("package.json", folder);
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).scripts?.test !== undefined;
});

const total = { passed: 0, failed: 0 };
for (const folder of tested) {
  const results = new URL("node_modules/.vitest/results.json", folder);
  if (!existsSync(results)) {
    console.log(`${folder.pathname.slice(root.pathname.length)}: no test results`);
    total.failed += 1;
    continue;
  }
  const { numPassedTests, numFailedTests, testResults, success } = JSON.parse(readFileSync(results, "utf8"));
  // A file that fails to load has no tests to count.
  const unloaded = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  total.passed += numPassedTests;
  total.failed += Math.max(numFailedTests + unloaded, success ? 0 : 1);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
