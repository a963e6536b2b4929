import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

const source = "@genwait/source";

/** Shared by every package: tests run from source, so nothing has to be built first. */
export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions], externalConditions: [source] } },
  test: {
    include: ["src/**/*.test.ts"],
    // Nothing here patches a module or a global for good, and importing Prism once for each file would cost a second each.
    isolate: false,
    // Only against a test that hangs: time inside tests is virtual, and how busy a machine is must decide nothing.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    reporters: ["default", "json"],
    outputFile: { json: "node_modules/.vitest/results.json" },
  },
});
