import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "@genwait/lifecycle";
import { rootFolder } from "../root-folder.ts";

/** A package that a release publishes. */
export interface PublishedPackage {
  readonly name: string;
  readonly folder: string;
  /** It is a generated client: it ships the document that it was made from. */
  readonly isClient: boolean;
}

/** Every package of the repository that is not private. */
export const publishedPackages = (): readonly PublishedPackage[] =>
  ["packages", "apps"]
    .flatMap((group) => readdirSync(join(rootFolder, group)).map((name) => join(rootFolder, group, name)))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .flatMap((folder) => {
      const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      if (!isRecord(manifest) || manifest["private"] === true || typeof manifest["name"] !== "string") return [];
      const { name, exports } = manifest;
      return [{ name, folder, isClient: isRecord(exports) && "./openapi.json" in exports }];
    });
