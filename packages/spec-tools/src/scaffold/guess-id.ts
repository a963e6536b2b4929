import { textAt } from "../openapi/json.ts";
import { type FoundOperation, plainName, type ResponseMember } from "./found-operations.ts";

/** The parameter of a status operation that carries a job's id. */
export interface IdParameter {
  readonly in: "path" | "query";
  readonly name: string;
}

/** The last path parameter, else a query parameter whose name says id. */
export const guessIdParameter = ({ parameters, path }: FoundOperation): IdParameter | undefined => {
  const inPath = [...path.matchAll(/\{([^}]+)\}/g)].at(-1)?.[1];
  if (inPath !== undefined) return { in: "path", name: inPath };
  const inQuery = parameters
    .filter((parameter) => textAt(parameter, "in") === "query")
    .flatMap((parameter) => textAt(parameter, "name") ?? [])
    .find((name) => plainName(name).endsWith("id") && !isPaging(name));
  return inQuery === undefined ? undefined : { in: "query", name: inQuery };
};

/** Whether a parameter or a member is about the pages of a list. */
export const isPaging = (name: string): boolean =>
  /^(?:starting|ending|created)?(?:after|before|last|since)|^nextpage|^page|^(?:cursor|next|prev(?:ious)?|offset|skip|limit|perpage|hasmore|total)(?:id|token|url|link|page|cursor|number|size|count|pages|items)?$/.test(
    plainName(name),
  );

/**
 * The member of a response that is the id a parameter asks for: one of the same name, one named after the resource, or plainly `id`,
 * beside the status or further out.
 */
export const guessIdMember = (
  members: readonly ResponseMember[],
  { parameter, resource, near }: { readonly parameter: string; readonly resource: string; readonly near: string },
): ResponseMember | undefined => {
  const wanted = [
    plainName(parameter),
    `${plainName(resource)}id`,
    "id",
    "taskid",
    "jobid",
    "generationid",
    "requestid",
    "uuid",
  ];
  const outwards = members
    .filter(
      ({ parent, schema }) =>
        (near === parent || near.startsWith(`${parent}/`)) && schema.members.size === 0 && schema.entry === undefined,
    )
    .sort((left, right) => right.depth - left.depth);
  for (const name of wanted) {
    const found = outwards.find((member) => plainName(member.name) === name);
    if (found !== undefined) return found;
  }
  return undefined;
};
