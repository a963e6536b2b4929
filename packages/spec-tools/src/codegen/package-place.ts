import { relative, sep } from "node:path";

/** Where a generated package lies, and what follows from it. */
export interface PackagePlace {
  /** The package's folder, from the root, with `/`. */
  readonly folder: string;
  /** From the package's folder back to the root. */
  readonly root: string;
  /** The folder of the spec that it is made from. */
  readonly specFolder: string;
  readonly isPrivate: boolean;
}

/** The place of the package of one of the workspace's own APIs. */
export const placeOf = (folder: string, specFolder: string, isPrivate: boolean): PackagePlace => ({
  folder,
  root: relative(folder, "").replaceAll(sep, "/"),
  specFolder,
  isPrivate,
});
