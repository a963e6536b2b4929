import module from "node:module";

import type * as Prism from "../vendor/prism-http.ts";

import { type LazyModule, makeLazy } from "./lazy-modules.ts";

// Importing Prism costs about a second: once for a process, and not before somebody needs it.
let loading: Promise<typeof Prism> | undefined;

/** Loads Prism; a second call gives the same promise. */
export const loadPrism = (): Promise<typeof Prism> => (loading ??= load());

const load = async (): Promise<typeof Prism> => {
  // Prism is two thousand modules: compiled once for a machine, not at every start. Node 22.0 lacks it.
  module.enableCompileCache?.();
  const undo = makeLazy(import.meta.url, seldomUsed);
  try {
    return await import("../vendor/prism-http.ts");
  } finally {
    undo();
  }
};

const prism = "@stoplight/prism-http";

// Over half of the time that Prism takes to load from its own packages goes into these, and a mock of an OpenAPI 3 document
// uses one of them at most: made-up data, when somebody asks for `dynamic=true`. The published package has Prism as one
// file, in which they are left out or late by themselves.
const seldomUsed: readonly LazyModule[] = [
  { name: "@faker-js/faker", of: [prism], member: "faker" },
  { name: "@stoplight/http-spec/postman/operation", of: [prism] },
  { name: "@stoplight/http-spec/oas2/operation", of: [prism] },
  { name: "json-schema-ref-parser", of: [prism, "json-schema-faker"] },
  { name: "http-proxy-agent", of: [prism] },
  { name: "https-proxy-agent", of: [prism] },
  { name: "node-fetch", of: [prism] },
];
