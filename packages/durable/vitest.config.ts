import { mergeConfig } from "vitest/config";

import shared from "../../.config/vitest.config.ts";

export default mergeConfig(shared, {
  test: {
    // Each file has a database of its own, and an embedded one is 300 MB.
    maxWorkers: 2,
    globalSetup: ["./src/fixtures/snapshot.ts"],
  },
});
