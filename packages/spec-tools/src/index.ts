export type { AnswerCase, CannedAnswer, JobMeaning, Meaning } from "./answers/answer-case.ts";
export { readAnswers } from "./answers/read-answers.ts";
export type { Json, JsonObject } from "./merge/json.ts";
export { type MergedSpec, mergeSpec } from "./merge/merge-spec.ts";
