import { readFile } from "node:fs/promises";

import type { RawAnswer } from "../answer/raw-answer.ts";

const files: Readonly<Record<string, { readonly file: string; readonly mediaType: string }>> = {
  "/": { file: "page/index.html", mediaType: "text/html; charset=utf-8" },
  "/page.css": { file: "page/page.css", mediaType: "text/css; charset=utf-8" },
  "/page.js": { file: "page/page.js", mediaType: "text/javascript; charset=utf-8" },
  "/openapi.yaml": { file: "control.openapi.yaml", mediaType: "application/yaml; charset=utf-8" },
  "/scenario.schema.json": { file: "scenario.schema.json", mediaType: "application/schema+json; charset=utf-8" },
};

/** A file of the page, as it lies in the package; nothing where the page has no such file. */
export const readPageFile = async (place: string): Promise<RawAnswer | undefined> => {
  const known = Object.hasOwn(files, place) ? files[place] : undefined;
  if (known === undefined) return undefined;
  const text = await readFile(new URL(`../../${known.file}`, import.meta.url), "utf8");
  // Nothing but the page's own files may run on it: what it shows comes from anybody.
  const headers = { "content-security-policy": "default-src 'self'; frame-ancestors 'none'", "x-content-type-options": "nosniff" };
  return { status: 200, headers, mediaType: known.mediaType, text };
};
