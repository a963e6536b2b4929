import { ruleMatches, type Rule } from "@genwait/lifecycle";

import { type ContentModel, contentOf, isJson, type Operation, responseFor } from "../document/operation.ts";
import type { Engine } from "../engine/engine.ts";
import type { Draft } from "./draft.ts";
import { layOver, prune } from "./sample.ts";

/**
 * Gives a fresh draft of an operation's response with a code: the declared headers, and a body made of examples.
 * `pick` chooses among the response's named examples; the one it chooses is the body.
 * `media` is the media type that is wanted where there are several.
 */
export type ResponseTemplate = (operation: Operation, code: number, pick?: Pick, media?: string) => Promise<Draft>;

/** Chooses one of a response's named examples; nothing where none is right. */
export type Pick = (examples: readonly Example[]) => Example | undefined;

/** A named example of a response. */
export type Example = ContentModel["examples"][number];

/** Drafts come from the engine once for each operation and code, and are copied from then on. */
export const createResponseTemplate = (
  engine: Engine,
  callRulesOf: (operation: Operation) => readonly Rule[],
): ResponseTemplate => {
  const samples = new Map<string, Promise<unknown>>();
  const sampleOf = (operation: Operation, code: number): Promise<unknown> => {
    const key = `${operation.method} ${operation.path} ${code}`;
    const known = samples.get(key);
    if (known !== undefined) return known;
    const made = engine.sample(operation, { code, ignoreExamples: true }).then(({ body }) => body);
    samples.set(key, made);
    return made;
  };
  return async (operation, code, pick, media) => {
    const response = responseFor(operation, code);
    const content = contentOf(response, media);
    const declared = (response?.headers ?? []).flatMap(({ name, example }) =>
      example === undefined ? [] : [[name, example]],
    );
    const headers: Record<string, string> = Object.fromEntries(declared);
    if (content === undefined) return { status: code, headers, body: undefined, full: undefined };
    const { mediaType, schema, examples } = content;
    const isGood = ({ value }: Example): boolean =>
      !callRulesOf(operation).some((rule) => ruleMatches(rule, { status: code, body: value }));
    // What is generated is JSON where there is some, and nothing of another media type beside it.
    const isOther = !isJson(mediaType) && (response?.contents.length ?? 0) > 1;
    const sample = isOther ? undefined : await sampleOf(operation, code);
    const full = examples.filter(isGood).reduce((body, { value }) => layOver(body, value), sample);
    const picked = pick?.(examples);
    const body = structuredClone(picked === undefined ? prune(full, schema) : picked.value);
    const isExample = picked !== undefined;
    return { status: code, headers, mediaType, body, full, isExample, ...(schema !== undefined && { schema }) };
  };
};
