import { enableCompileCache } from "node:module";

import type * as Prism from "@stoplight/prism-http";

// Importing Prism costs about a second: once for a process, and not before somebody needs it.
let loading: Promise<typeof Prism> | undefined;

/** Loads Prism; a second call gives the same promise. */
export const loadPrism = (): Promise<typeof Prism> => (loading ??= load());

const load = (): Promise<typeof Prism> => {
  // Prism is two thousand modules: compiled once for a machine, not at every start.
  enableCompileCache();
  return import("@stoplight/prism-http");
};
