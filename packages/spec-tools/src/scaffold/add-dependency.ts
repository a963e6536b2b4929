import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";

import { isJsonObject, type Json, type JsonObject, objectAt } from "../openapi/json.ts";

/** Adds a package of the workspace to a manifest's dependencies, sorted, and leaves the rest as it stands; whether anything changed. */
export const addDependency = async (
  manifest: string,
  name: string,
  section: "dependencies" | "devDependencies" = "dependencies",
): Promise<boolean> => {
  if (!existsSync(manifest)) return false;
  const text = await readFile(manifest, "utf8");
  const content: Json = JSON.parse(text);
  const dependencies = objectAt(content, section);
  if (!isJsonObject(content) || dependencies[name] !== undefined) return false;
  const changed: JsonObject = { ...content, [section]: sorted({ ...dependencies, [name]: "workspace:^" }) };
  await writeFile(manifest, `${JSON.stringify(changed, null, 2)}\n`);
  return true;
};

const sorted = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
