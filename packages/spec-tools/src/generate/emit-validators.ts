import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";

import { compactValidators } from "./compact-validators.ts";
import { GenerateError } from "./generate-error.ts";
import { helpersFor } from "./shorten-checks.ts";
import { validateAnything, type Validators } from "./validators-of.ts";

/**
 * The module of validators: plain code, anything to evaluate or to import at run time.
 *
 * @throws GenerateError when a schema is none
 */
export const emitValidators = ({ schemas, components }: Validators, place: string): string => {
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    strict: false,
    validateFormats: false,
    inlineRefs: false,
    addUsedSchema: false,
    validateSchema: false,
    code: { source: true, esm: true, lines: true, optimize: 2 },
  });
  try {
    for (const [id, schema] of components) ajv.addSchema({ ...schema, $id: id });
    const ids = [...schemas].map(([name, schema]) => {
      const isComponent = typeof schema["$ref"] === "string" && Object.keys(schema).length === 1;
      if (!isComponent) ajv.addSchema({ ...schema, $id: name });
      return [name, isComponent ? String(schema["$ref"]) : name] as const;
    });
    const code = compactValidators(standalone.default(ajv, Object.fromEntries(ids)));
    return ids.length === 0 ? typed("") + anything : `${typed(code)}${anything}\n${helpersFor(code)}`;
  } catch (cause) {
    throw new GenerateError(
      place,
      `a schema cannot be compiled: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Correct it in the overlay.",
    );
  }
};

const anything = `export const ${validateAnything}: Validate = () => [];\n`;

const typed = (code: string): string =>
  `import type { Validate } from "@genwait/client-core";\n\n${code.replaceAll(/^export const (\w+) = /gm, "export const $1: Validate = ").trim()}\n\n`;
