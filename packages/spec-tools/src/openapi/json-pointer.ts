import { escapePointerToken } from "@genwait/lifecycle";

/**
 * The JSON Pointer (RFC 6901) of a path; the other way round it is `pointerTokens` of lifecycle.
 *
 * @example
 * jsonPointer(["paths", "/v1/jobs", "get"]) // "/paths/~1v1~1jobs/get"
 */
export const jsonPointer = (path: readonly (string | number)[]): string =>
  path.map((token) => `/${escapePointerToken(String(token))}`).join("");
