import { resolvePointer } from "@genwait/lifecycle";

import type { ResponseTemplate } from "../body/response-template.ts";
import type { CreateModel } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import { type RequestParts, valueAt } from "../document/runtime-expression.ts";
import { makeId } from "../job/make-id.ts";
import type { Random } from "../job/seeded.ts";

/** Whose id, and in which style. */
export interface NewIdOptions {
  readonly operation: Operation;
  readonly create: Pick<CreateModel, "code" | "id">;
  readonly request?: RequestParts;
  readonly responseTemplate: ResponseTemplate;
  readonly random: Random;
}

/** The id of a job that is about to start: the caller's where the API lets it choose, else one like the document's example. */
export const newId = async ({
  operation,
  create,
  request,
  responseTemplate,
  random,
}: NewIdOptions): Promise<string> => {
  const { id, code } = create;
  if (id.of === "request") {
    const chosen = request === undefined ? undefined : valueAt(id, request, operation.path);
    if (chosen !== undefined) return chosen;
  }
  const draft = await responseTemplate(operation, code);
  const example = id.in === "header" ? draft.headers[id.at] : resolvePointer(draft.full, id.at);
  return String(makeId(typeof example === "string" || typeof example === "number" ? example : undefined, random));
};
