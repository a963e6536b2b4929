import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";

import { emitSchema } from "../../codegen/schema-file.ts";
import { isJsonObject } from "../../openapi/json.ts";

/** `schema-process.ts <openapi.json> <schema.ts> <place>`: makes the one of the other, or says on stderr why it cannot. */
const [from = "", to = "", place = ""] = process.argv.slice(2);
const document: unknown = JSON.parse(await readFile(from, "utf8"));
try {
  if (isJsonObject(document)) await writeFile(to, await emitSchema(document, place));
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
