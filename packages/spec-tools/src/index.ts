export type { AnswerCase, CannedAnswer, JobMeaning, Meaning } from "./responses/response-case.ts";
export { readAnswers } from "./responses/read-responses.ts";
export type { Json, JsonObject } from "./merge/json.ts";
export { type MergedSpec, mergeSpec } from "./merge/merge-spec.ts";
