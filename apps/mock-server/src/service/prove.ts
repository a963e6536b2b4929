import type { Composed } from "../body/composer.ts";
import type { Operation } from "../document/operation.ts";
import type { Engine } from "../engine/engine.ts";
import { parseJson } from "../json.ts";

/** What the document has against an answer; empty when nothing. */
export type Prove = (operation: Operation, answer: Composed) => readonly string[] | Promise<readonly string[]>;

/**
 * Lets the engine validate answers, each shape once: answers of one shape differ in nothing that a schema can see, and a
 * validation costs more than everything else about an answer.
 */
export const createProver = (engine: Engine): Prove => {
  const proven = new Map<string, readonly string[]>();
  return (operation, { status, headers, mediaType, text, shape }) => {
    const known = proven.get(shape);
    if (known !== undefined) return known;
    const body = text === undefined ? undefined : parseJson(text);
    const all = { ...headers, ...(mediaType !== undefined && { "content-type": mediaType }) };
    return engine
      .check(operation, { status, headers: all, body: body?.ok === true ? body.value : text })
      .then((violations) => {
        if (proven.size >= mostShapes) proven.clear();
        proven.set(shape, violations);
        return violations;
      });
  };
};

const mostShapes = 5000;
