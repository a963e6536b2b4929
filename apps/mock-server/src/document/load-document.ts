import { isRecord } from "@genwait/lifecycle";

import type { MockApiSource } from "../mock-options.ts";
import { findOutsideReference } from "./references.ts";

/**
 * The document of an API as an object.
 *
 * @throws TypeError when the text does not parse, is no OpenAPI 3 document, or has a reference that leaves it.
 */
export const loadDocument = async ({
  name,
  document,
  overlays = [],
}: MockApiSource): Promise<Record<string, unknown>> => {
  let value = typeof document === "string" ? await parse(name, document) : document;
  for (const overlay of overlays) value = await overlaid(name, value, overlay);
  if (!isRecord(value) || typeof value.openapi !== "string" || !value.openapi.startsWith("3.")) {
    throw new TypeError(
      `Failed to mock ${name}: its document is no OpenAPI 3 document (there is no member "openapi: 3.…"). Give the merged document of the API.`,
    );
  }
  if (!isRecord(value.paths) || Object.keys(value.paths).length === 0) {
    throw new TypeError(
      `Failed to mock ${name}: its document has no paths, so there is nothing to mock. Give the merged document of the API.`,
    );
  }
  const outside = findOutsideReference(value);
  if (outside !== undefined) {
    throw new TypeError(
      `Failed to mock ${name}: its document refers to something outside it, ${JSON.stringify(outside.reference)} at "${outside.pointer}". Bundle it into one file first (npx -y @redocly/cli bundle openapi.yaml -o bundled.yaml), or read it with readDocumentFile; the mock opens no other file and asks no address.`,
    );
  }
  return value;
};

const overlaid = async (name: string, document: unknown, overlay: object | string): Promise<unknown> => {
  const given = typeof overlay === "string" ? await parse(name, overlay, "overlay") : overlay;
  if (!isRecord(given) || !Array.isArray(given.actions))
    throw new TypeError(
      `Failed to mock ${name}: an overlay is none (there is no list "actions"). Give an OpenAPI Overlay 1.0 document.`,
    );
  const { openapiOverlay } = await import("../vendor/overlay.ts");
  const { data, resultData } = await openapiOverlay(structuredClone(document), {
    overlaySet: { ...structuredClone(given), actions: structuredClone(given.actions) },
  });
  const unused: unknown = Array.isArray(resultData.unusedActions) ? resultData.unusedActions[0] : undefined;
  if (!isRecord(unused)) return data;
  throw new TypeError(
    `Failed to mock ${name}: an action of its overlay changes nothing, for nothing is at ${JSON.stringify(unused.target)}. Mend the overlay.`,
  );
};

const parse = async (name: string, text: string, what: "document" | "overlay" = "document"): Promise<unknown> =>
  parseText(name, text, { failed: `Failed to mock ${name}: its ${what}`, mend: `Mend the ${what}.` });

/**
 * Reads JSON or YAML.
 *
 * @throws TypeError that names the line.
 */
export const parseText = async (
  name: string,
  text: string,
  { failed = `Failed to read ${name}: it`, mend = "Mend the file." }: { failed?: string; mend?: string } = {},
): Promise<unknown> => {
  const { parseDocument } = await import("yaml");
  const parsed = parseDocument(text, { prettyErrors: true });
  const [error] = parsed.errors;
  if (error === undefined) return parsed.toJS();
  const place = error.linePos?.[0];
  const where = place === undefined ? "" : ` in line ${place.line}`;
  throw new TypeError(
    `${failed} does not parse${where}: ${error.message.split(" at line ")[0] ?? error.code}. ${mend}`,
    {
      cause: error,
    },
  );
};
