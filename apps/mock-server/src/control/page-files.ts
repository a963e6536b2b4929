import { readFile } from "node:fs/promises";

import type { RawResponse } from "../response/raw-response.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** A file of the page, or one that describes the mock, as it lies in the package; nothing where there is no such file. */
export const readPageFile = async (place: string): Promise<RawResponse | undefined> => {
  const file = place === "" || place === "/" ? "page/index.html" : fileOf(place);
  if (file === undefined) return undefined;
  const text = await readFile(new URL(`../../${file}`, import.meta.url), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const mediaType = mediaTypes[file.split(".").at(-1) ?? ""] ?? "text/plain; charset=utf-8";
  // Nothing but the page's own files may run on it: what it shows comes from anybody.
  const headers = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  };
  return { status: 200, headers, mediaType, text };
};

const fileOf = (place: string): string | undefined => {
  if (place === "/openapi.yaml") return "control.openapi.yaml";
  if (place === "/scenario.schema.json") return "scenario.schema.json";
  return /^\/[a-z][a-z0-9-]*\.(?:js|css|svg)$/.test(place) ? `page${place}` : undefined;
};
