/**
 * The JSON Pointer (RFC 6901) of a path.
 *
 * @example
 * jsonPointer(["paths", "/v1/jobs", "get"]) // "/paths/~1v1~1jobs/get"
 */
export const jsonPointer = (path: readonly (string | number)[]): string =>
  path.map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The path of a JSON Pointer: {@link jsonPointer} backwards. */
export const pathOfPointer = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
