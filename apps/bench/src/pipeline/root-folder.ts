import { fileURLToPath } from "node:url";

/** The repository's root. */
export const rootFolder: string = fileURLToPath(new URL("../../../../", import.meta.url));
