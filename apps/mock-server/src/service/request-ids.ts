import type { ApiModel } from "../document/api-model.ts";
import { makeId } from "../job/make-id.ts";
import type { Random } from "../job/seeded.ts";

/** Gives every response an id of its own, under the names that the document has for it. */
export const createRequestIds = ({ operations }: ApiModel, random: Random): (() => Record<string, string>) => {
  const declared = operations
    .flatMap(({ responses }) => responses.flatMap(({ headers }) => headers))
    .filter(({ name }) => isRequestId.test(name));
  const examples = new Map(declared.map(({ name, example }) => [name, example ?? plain]));
  if (examples.size === 0) examples.set("x-request-id", plain);
  return () => Object.fromEntries([...examples].map(([name, example]) => [name, String(makeId(example, random))]));
};

const isRequestId = /(?:request|trace|correlation)-?id$/i;
const plain = "req_0a";
