export type { ResponseCase, CannedResponse, JobMeaning, Meaning } from "./responses/response-case.ts";
export { readResponses } from "./responses/read-responses.ts";
export type { Json, JsonObject } from "./openapi/json.ts";
export { type MergedSpec, mergeSpec } from "./openapi/spec-folder.ts";
