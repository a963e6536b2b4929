/** The version of this package, for the `User-Agent`. `write-version` writes it at a release, and a test compares it with package.json. */
export const version = "1.0.0";
