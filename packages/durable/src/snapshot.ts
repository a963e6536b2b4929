import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The version of PGlite that the snapshot is of; a test holds it to package.json. */
export const pgliteVersion = "0.5.17";

// Beside the compiled package; the sources find the same file.
const path: string = fileURLToPath(new URL(`../dist/pglite-${pgliteVersion}.tar.gz`, import.meta.url));

/**
 * An empty database, as an option of `PGlite.create`: a first start takes one second in place of five. Nothing where
 * nothing was built.
 */
export const snapshotOption = (): { readonly loadDataDir?: Blob } =>
  existsSync(path) ? { loadDataDir: new Blob([readFileSync(path)]) } : {};

/** Makes the snapshot if there is none yet; part of the build, and of the tests. */
export const makeSnapshot = async (): Promise<void> => {
  if (existsSync(path)) return;
  const { PGlite } = await import("@electric-sql/pglite");
  const db = await PGlite.create();
  const dump = await db.dumpDataDir("gzip");
  await db.close();
  mkdirSync(dirname(path), { recursive: true });
  // Several may make it at once, and all make the same.
  const part = `${path}.${process.pid}`;
  writeFileSync(part, new Uint8Array(await dump.arrayBuffer()));
  renameSync(part, path);
};
