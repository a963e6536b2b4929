import { isJsonObject, type JsonObject, objectAt } from "../merge/json.ts";
import type { AnswerModel } from "./api-model.ts";
import { isJsonMedia } from "./media.ts";
import type { Resolve } from "./references.ts";

/** The declared answers of an operation. */
export const readAnswers = (operation: JsonObject, resolve: Resolve): readonly AnswerModel[] => {
  const answers = Object.entries(objectAt(operation, "responses")).map(([code, answer]) =>
    readAnswer(code, resolve(answer)),
  );
  // Where no good answer has a code of its own, the default is the good one, too.
  const isGoodMissing = answers.every(({ code }) => !code.startsWith("2"));
  return isGoodMissing
    ? answers.map((answer) => (answer.code === "default" ? { ...answer, code: "2XX" } : answer))
    : answers;
};

const readAnswer = (code: string, answer: JsonObject): AnswerModel => {
  const content = objectAt(answer, "content");
  const media = Object.keys(content).find(isJsonMedia);
  const schema = media === undefined ? undefined : objectAt(content, media)["schema"];
  return {
    code: code === "default" ? code : code.toUpperCase(),
    ...(isJsonObject(schema) && { schema }),
    isEmpty: Object.keys(content).length === 0,
  };
};
