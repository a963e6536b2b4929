import { excerptOfTree } from "./excerpt-of-tree.ts";
import { ImportError } from "./import-error.ts";
import { upgradeSwagger } from "./upgrade-swagger.ts";
import { isMapping, type Mapping, memberOf, type Tree } from "./tree.ts";

/**
 * The tree as an OpenAPI document, or the reason why it is none. Only what merging stands on is looked at: the rest is for the linter,
 * which sees the document with its overlay.
 *
 * @param place the page, and the line in it
 * @param tell hears what was done to the document
 * @throws {ImportError} `older-dialect`, `version` or `no-spec`
 */
export const openApiDocument = (tree: Tree, place: string, tell?: (note: string) => void): Mapping => {
  if (!isMapping(tree)) throw noSpec(place, `it is ${excerptOfTree(tree)}, not a mapping`);
  if (isOlderMintlify(tree)) throw olderDialect(place);
  if (tree.get("swagger") === "2.0" && isMapping(tree.get("info")) && isMapping(tree.get("paths"))) {
    tell?.("took Swagger 2.0 for OpenAPI 3.0, its next version,");
    return openApiDocument(upgradeSwagger(tree), place);
  }
  if (tree.has("swagger")) throw wrongVersion(place, `it is Swagger ${excerptOfTree(tree.get("swagger"))}`);
  if (!tree.has("openapi")) throw noSpec(place, 'it has no "openapi" with a version');
  const version = tree.get("openapi");
  if (typeof version !== "string" || !/^3\.[01]\.\d/.test(version))
    throw wrongVersion(place, `its openapi is ${excerptOfTree(version)}`);
  if (!isMapping(tree.get("info"))) throw noSpec(place, "it has no info");
  if (!["paths", "webhooks", "components"].some((part) => isMapping(tree.get(part)))) {
    throw noSpec(place, "it has neither paths nor webhooks nor components");
  }
  return tree;
};

/** Mintlify's pages held a rendering of one operation before they held OpenAPI: `paths` has a `path`, a `method`, a `request`. */
const isOlderMintlify = (tree: Tree): boolean => {
  const paths = memberOf(tree, "paths");
  return typeof memberOf(paths, "path") === "string" && typeof memberOf(paths, "method") === "string";
};

const olderDialect = (place: string): ImportError =>
  new ImportError(
    "older-dialect",
    `Failed to import ${place}: the fence is in Mintlify's older dialect (paths with path, method, request and response), which is no OpenAPI. ` +
      "Import the page as it is served today, or the OpenAPI file that the fence's first line names.",
  );

const wrongVersion = (place: string, why: string): ImportError =>
  new ImportError(
    "version",
    `Failed to import ${place}: ${why}. Import a document of OpenAPI 3.0.x or 3.1.x, or of Swagger 2.0.`,
  );

const noSpec = (place: string, why: string): ImportError =>
  new ImportError(
    "no-spec",
    `Failed to import ${place}: this is no OpenAPI document: ${why}. Import a whole document.`,
  );
