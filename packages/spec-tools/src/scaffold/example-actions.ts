import { hasExample } from "../lint/has-example.ts";
import type { Resolve } from "../openapi/references.ts";
import { isJsonObject } from "../openapi/json.ts";
import type { GuessedJob } from "./guess-job.ts";
import type { GuessedAction } from "./guessed-action.ts";
import { madeUpExample } from "./made-up-example.ts";
import { targetOfMember } from "./target-of-member.ts";

/** Examples for what the job guarantees: a mock responds with them, and generating fails without. */
export const exampleActions = ({ operation, declaration }: GuessedJob, resolve: Resolve): readonly GuessedAction[] => {
  const { has = {}, items, id } = declaration;
  const guaranteed = [
    ...(id.response === undefined ? [] : [id.response]),
    ...Object.values(has).flatMap(({ present = [] }) => present),
    ...(items === undefined
      ? []
      : (items.id === undefined ? [] : [items.id]).map((pointer) => `${items.at}/0${pointer}`)),
    ...(items === undefined
      ? []
      : Object.values(items.has ?? {}).flatMap(({ present = [] }) =>
          present.map((pointer) => `${items.at}/0${pointer}`),
        )),
  ];
  const targets = new Map<string, GuessedAction>();
  for (const pointer of guaranteed) {
    const place = targetOfMember(operation, pointer, resolve);
    if (place === undefined || !isJsonObject(place.value) || hasExample([place.value], resolve)) continue;
    const name = pointer.split("/").at(-1) ?? "";
    const { value, source } = madeUpExample(place.value, {
      name,
      pointer,
      examples: operation.response?.examples ?? [],
      resolve,
    });
    targets.set(place.path, {
      target: place.path,
      description: `assumed: an example of ${pointer}, from ${source}`,
      update: { example: value },
    });
  }
  return [...targets.values()];
};
