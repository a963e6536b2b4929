import type { Composed } from "../body/composer.ts";
import type { Operation } from "../document/operation.ts";
import type { Engine } from "../engine/engine.ts";
import { parseJson } from "../json.ts";

/** What the document has against a response; empty when nothing. */
export type ValidateResponse = (
  operation: Operation,
  response: Composed,
) => readonly string[] | Promise<readonly string[]>;

/**
 * Lets the engine validate responses, each shape once: responses of one shape differ in nothing that a schema can see, and a
 * validation costs more than everything else about a response.
 */
export const createResponseValidator = (engine: Engine): ValidateResponse => {
  const validated = new Map<string, readonly string[]>();
  return (operation, { status, headers, mediaType, text, bytes, shape }) => {
    const known = validated.get(shape);
    if (known !== undefined) return known;
    // A schema knows bytes as text.
    const said = bytes === undefined ? text : Buffer.from(bytes).toString("latin1");
    const body = text === undefined ? undefined : parseJson(text);
    const all = { ...headers, ...(mediaType !== undefined && { "content-type": mediaType }) };
    return engine
      .check(operation, { status, headers: all, body: body?.ok === true ? body.value : said })
      .then((violations) => {
        if (validated.size >= mostShapes) validated.clear();
        validated.set(shape, violations);
        return violations;
      });
  };
};

const mostShapes = 5000;
