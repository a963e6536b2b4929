import { isRecord } from "../json.ts";
import type { MockApiSource } from "../mock-options.ts";

/**
 * The document of an API as an object.
 *
 * @throws TypeError when the text does not parse, or is no OpenAPI 3 document.
 */
export const loadDocument = async ({ name, document }: MockApiSource): Promise<Record<string, unknown>> => {
  const value = typeof document === "string" ? await parse(name, document) : document;
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
  return value;
};

const parse = async (name: string, text: string): Promise<unknown> => {
  const { parseDocument } = await import("yaml");
  const parsed = parseDocument(text, { prettyErrors: true });
  const [error] = parsed.errors;
  if (error === undefined) return parsed.toJS();
  const place = error.linePos?.[0];
  const where = place === undefined ? "" : ` in line ${place.line}`;
  throw new TypeError(
    `Failed to mock ${name}: its document does not parse${where}: ${error.message.split(" at line ")[0] ?? error.code}. Mend the document.`,
    { cause: error },
  );
};
