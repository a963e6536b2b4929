import module from "node:module";

import type * as Prism from "@stoplight/prism-http";

import { type LazyModule, makeLazy } from "./lazy-modules.ts";

// Importing Prism costs about a second: once for a process, and not before somebody needs it.
let loading: Promise<typeof Prism> | undefined;

/** Loads Prism; a second call gives the same promise. */
export const loadPrism = (): Promise<typeof Prism> => (loading ??= load());

const load = async (): Promise<typeof Prism> => {
  // Prism is two thousand modules: compiled once for a machine, not at every start. Node 22.0 lacks it.
  module.enableCompileCache?.();
  const undo = makeLazy(import.meta.resolve("@stoplight/prism-http"), seldomUsed);
  try {
    return await import("@stoplight/prism-http");
  } finally {
    undo();
  }
};

// Over half of the time that Prism takes to load goes into these, and a mock of an OpenAPI 3 document uses one of them at
// most: made-up data, when somebody asks for `dynamic=true`. The others are for Postman, Swagger 2, proxying and remote schemas.
const seldomUsed: readonly LazyModule[] = [
  { name: "@faker-js/faker", member: "faker" },
  { name: "@stoplight/http-spec/postman/operation" },
  { name: "@stoplight/http-spec/oas2/operation" },
  { name: "json-schema-ref-parser", of: "json-schema-faker" },
  { name: "http-proxy-agent" },
  { name: "https-proxy-agent" },
  { name: "node-fetch" },
];
