import { type Json, listAt, memberOf, objectAt, textAt } from "../merge/json.ts";

/** What a JSON Schema cannot say about the entries of a `responses.yaml`: each a sentence, and what to do. */
export const contradictionsIn = (file: Json): readonly string[] => {
  const seen = new Set<string>();
  return listAt(file, "responses").flatMap((entry) => {
    const name = textAt(entry, "name") ?? "";
    const job = textAt(entry, "job") ?? "";
    const isTwin = seen.has(`${job} ${name}`);
    seen.add(`${job} ${name}`);
    const hasId = textAt(objectAt(entry, "request"), "id") ?? textAt(objectAt(file, "ids"), job);
    return [
      ...(isTwin ? ["another entry of the job has this name. Rename one."] : []),
      ...(hasId === undefined
        ? [`no id is asked for. Name one in request.id, or for the job "${job}" under ids.`]
        : []),
      ...ofResponse(objectAt(entry, "response")),
      ...ofMeaning(objectAt(entry, "means")),
    ].map((sentence) => `"${name}": ${sentence}`);
  });
};

const ofResponse = (response: Json): readonly string[] =>
  memberOf(response, "body") !== undefined && memberOf(response, "text") !== undefined
    ? ["the response has a body and a text. Decide for one."]
    : [];

const ofMeaning = (means: Json): readonly string[] => {
  const { phase, error, failure } = {
    phase: textAt(means, "phase"),
    error: textAt(means, "error"),
    failure: textAt(means, "failure"),
  };
  return [
    ...(phase !== undefined && error !== undefined ? ["it means a phase and an error. Decide for one."] : []),
    ...(phase === "failed" && failure === undefined ? ["the job failed, and how is not said. Add failure."] : []),
    ...(phase !== "failed" && failure !== undefined ? ["only a failed job has a failure. Leave it out."] : []),
  ];
};
