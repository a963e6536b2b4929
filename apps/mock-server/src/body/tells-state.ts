import type { StatusKind, XJob } from "@genwait/lifecycle";

import { type Schema, schemasAt } from "../document/schema.ts";
import { saidKind } from "./response-spec.ts";

/** Whether a body can tell a job's state: by its schema, what the declaration reads is there and may say what it has to. */
export const tellsState = (schema: Schema | undefined, declaration: XJob, kind: StatusKind): boolean => {
  const { state, id } = declaration;
  if (state?.at === undefined || schema === undefined) return false;
  const places = schemasAt(schema, state.at);
  const words = new Set<unknown>(state.values?.[saidKind(declaration, kind)] ?? []);
  const listed = places.flatMap((part) => part.enum ?? []);
  const hasId = id.response === undefined || schemasAt(schema, id.response).length > 0;
  return places.length > 0 && hasId && (listed.length === 0 || listed.some((word) => words.has(word)));
};
