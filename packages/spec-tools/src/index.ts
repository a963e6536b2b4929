export type { ResponseCase, CannedResponse, JobMeaning, Meaning } from "./responses/response-case.ts";
export { readResponses } from "./responses/read-responses.ts";
export type { Json, JsonObject } from "./merge/json.ts";
export { type MergedSpec, mergeSpec } from "./merge/merge-spec.ts";
