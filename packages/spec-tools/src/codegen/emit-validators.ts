import { type Json, textAt } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import { checkOfSchema } from "./check-of-schema.ts";
import { wrappedImport } from "./emit-types.ts";
import { componentOfId } from "./answer-schema.ts";
import { GenerateError } from "./generate-error.ts";
import { createNameTable, pascalCase } from "./names.ts";
import { type Expression, printExpression } from "./print-expression.ts";
import { validateAnything, type Validators } from "./validators-of.ts";

/**
 * The module of validators: each the schema of an answer, said with the checks of client-core.
 *
 * @throws GenerateError when a schema is none
 */
export const emitValidators = (validators: Validators, place: string): string => {
  try {
    const definitions = [...definitionsOf(validators)];
    const defined = new Set(definitions.map(([name]) => name));
    const checks = new Set(definitions.flatMap(([, check]) => wordsIn(check)).filter((word) => !defined.has(word)));
    const lines = definitions.map(([name, check]) => {
      const start = `${validators.schemas.has(name) ? "export " : ""}const ${name}: Validate = `;
      return `${start}${printExpression(check, "", start.length)};\n`;
    });
    return [
      `import type { Validate } from "@genwait/client-core";\n`,
      checks.size === 0 ? "" : wrappedImport([...checks].toSorted(), "@genwait/client-core/parts"),
      ...[...lines, `export const ${validateAnything}: Validate = () => [];\n`].map((line) => `\n${line}`),
    ].join("");
  } catch (cause) {
    throw new GenerateError(
      place,
      `a schema cannot be compiled: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Correct it in the overlay.",
    );
  }
};

type Definitions = ReadonlyMap<string, Expression>;

/** Each check by its name, after those that it refers to. */
const definitionsOf = ({ schemas, components }: Validators): Definitions => {
  const definitions = new Map<string, Expression>();
  const names = createNameTable([...schemas.keys(), validateAnything]);
  const nameOf = new Map(
    [...schemas].flatMap(([name, schema]) => (isReference(schema) ? [[schema.$ref, name] as const] : [])),
  );
  const begun = new Set<string>();
  const uses = usesOf([...schemas.values(), ...components.values()]);
  const refer = (id: string): Expression => {
    const schema = components.get(id) ?? {};
    // What is used once stands where it is used: a name of its own would only cost bytes.
    if (uses.get(id) === 1 && !nameOf.has(id)) return checkOfSchema(schema, refer);
    const name = nameOf.get(id) ?? names.take(`check${pascalCase(componentOfId(id))}`);
    nameOf.set(id, name);
    if (!begun.has(id)) {
      begun.add(id);
      definitions.set(name, checkOfSchema(schema, refer));
    }
    return definitions.has(name) ? name : { call: "later", of: [`() => ${name}`] };
  };
  for (const [name, schema] of schemas) {
    const check = checkOfSchema(schema, refer);
    if (!isReference(schema)) definitions.set(name, check);
  }
  return definitions;
};

/** How often each reference stands in schemas. */
const usesOf = (schemas: readonly Json[]): ReadonlyMap<string, number> => {
  const uses = new Map<string, number>();
  const count = (value: Json): void => {
    if (typeof value !== "object" || value === null) return;
    const reference = textAt(value, "$ref");
    if (reference !== undefined) uses.set(reference, (uses.get(reference) ?? 0) + 1);
    for (const inner of Object.values(value)) count(inner);
  };
  for (const schema of schemas) count(schema);
  return uses;
};

/** Whether a schema is a component, and nothing beside. */
const isReference = (schema: Schema): schema is { readonly $ref: string } =>
  typeof schema["$ref"] === "string" && Object.keys(schema).length === 1;

/** The names that an expression calls, or stands for. */
const wordsIn = (expression: Expression): readonly string[] => {
  if (typeof expression === "string")
    return /^\w+$/.test(expression) && Number.isNaN(Number(expression)) ? [expression] : [];
  if ("members" in expression) return expression.members.flatMap(([, value]) => wordsIn(value));
  return "call" in expression ? [expression.call, ...expression.of.flatMap(wordsIn)] : expression.list.flatMap(wordsIn);
};
