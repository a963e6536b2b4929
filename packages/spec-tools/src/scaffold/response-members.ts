import type { Resolve } from "../openapi/references.ts";
import type { Json } from "../openapi/json.ts";
import { type FoldedSchema, foldSchema } from "./fold-schema.ts";

/** A member of a response, wherever it is nested. */
export interface ResponseMember {
  /** From the root of the response, or of an entry of the list it is in. */
  readonly pointer: string;
  readonly name: string;
  /** The pointer of the object it is in. */
  readonly parent: string;
  readonly schema: FoldedSchema;
  readonly isRequired: boolean;
  readonly depth: number;
}

/** Every member of a response's schema, from the outside inwards; entries of lists are no members of it. */
export const membersOfResponse = (schema: Json | undefined, resolve: Resolve): readonly ResponseMember[] => {
  const members: ResponseMember[] = [];
  let level = [{ pointer: "", folded: foldSchema(schema, resolve) }];
  for (let depth = 1; depth <= deepest && level.length > 0; depth += 1) {
    const found = level.flatMap(({ pointer, folded }) => membersOf(pointer, folded, { resolve, depth }));
    members.push(...found);
    level = found.map(({ pointer, schema: folded }) => ({ pointer, folded }));
  }
  return members;
};

/** Status members sit in an envelope or two; what is deeper is a job's output. */
const deepest = 4;

const membersOf = (
  parent: string,
  { members, required }: FoldedSchema,
  { resolve, depth }: { readonly resolve: Resolve; readonly depth: number },
): readonly ResponseMember[] =>
  [...members].map(([name, schema]) => ({
    pointer: `${parent}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    name,
    parent,
    schema: foldSchema(schema, resolve),
    isRequired: required.has(name),
    depth,
  }));

/** A name without case and separators: `taskStatus`, `task_status` and `Task-Status` are one. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
