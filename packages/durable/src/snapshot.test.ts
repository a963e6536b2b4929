import { expect, it } from "vitest";

import manifest from "../package.json" with { type: "json" };
import { pgliteVersion, snapshotOption } from "./snapshot.ts";

it("is of the version of PGlite that the package depends on", () => {
  expect(manifest.dependencies["@electric-sql/pglite"]).toBe(pgliteVersion);
});

it("is small enough to be shipped", () => {
  expect(snapshotOption().loadDataDir?.size).toBeLessThan(6_000_000);
});
