import { isJsonList, isJsonObject, type Json, listAt, textAt } from "../merge/json.ts";
import type { Schema } from "./api-model.ts";
import type { Expression } from "./print-expression.ts";
import { typeWords } from "./type-words.ts";

/** What stands for the check of a component schema, by its id. */
export type Refer = (id: string) => Expression;

/**
 * A schema as the check of client-core that finds what ajv finds, in its order: compositions first, then what is asked of
 * numbers, text, lists and objects.
 *
 * @throws SyntaxError for a pattern that is none, TypeError for a type that is none.
 */
export const checkOfSchema = (schema: Schema, refer: Refer): Expression => {
  const reference = textAt(schema, "$ref");
  if (reference !== undefined) return refer(reference);
  const { type } = schema;
  const inner = (value: Json): Expression => (isJsonObject(value) ? checkOfSchema(value, refer) : "anything");
  const compositions = (["anyOf", "allOf"] as const).flatMap((keyword) => {
    const branches = listAt(schema, keyword).map(inner);
    return branches.length === 0 ? [] : [{ call: keyword === "anyOf" ? "any" : "all", of: branches }];
  });
  const kind = type === undefined ? [] : [typeCheck([type].flat())];
  const groups = [
    ["number", numberChecks(schema)],
    ["string", textChecks(schema)],
    ["array", listChecks(schema, inner)],
    ["object", objectChecks(schema, inner)],
  ] as const;
  // ajv asks for the only type beside what it asks of values of that type, and for any other type before all.
  const isLate = groups.some(([name, asked]) => name === type && asked.length > 0);
  const asked = groups.flatMap(([name, checks]) =>
    name === type && checks.length > 0 ? (wholeOf(schema, inner) ?? [...kind, ...checks]) : checks,
  );
  return allOf([...(isLate ? [] : kind), ...compositions, ...asked]);
};

const allOf = (checks: readonly Expression[]): Expression => {
  const [only] = checks;
  return only === undefined ? "anything" : checks.length === 1 ? only : { call: "all", of: checks };
};

/** Objects and lists of the common kind have a check that asks for the type itself. */
const wholeOf = (schema: Schema, inner: (value: Json) => Expression): readonly Expression[] | undefined => {
  const { type, additionalProperties, items, minItems, maxItems } = schema;
  if (type === "object" && additionalProperties === undefined && namesOf(schema).every(isPlain))
    return [{ call: "object", of: membersOf(schema, inner) }];
  if (type === "array" && items !== undefined && (minItems ?? maxItems) === undefined)
    return [{ call: "list", of: [inner(items)] }];
  return undefined;
};

const membersOf = (schema: Schema, inner: (value: Json) => Expression): readonly Expression[] => {
  const required = requiredOf(schema);
  const members = { members: propertiesOf(schema).map(([name, value]) => [name, inner(value)] as const) };
  return required.length === 0 ? [members] : [members, { list: required.map((name) => JSON.stringify(name)) }];
};

const numberChecks = (schema: Schema): readonly Expression[] =>
  ["maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"].flatMap((keyword) =>
    boundOf("bounded", keyword, schema),
  );

const textChecks = ({ pattern }: Schema): readonly Expression[] => {
  if (typeof pattern !== "string") return [];
  void new RegExp(pattern, "u");
  return [{ call: "pattern", of: [JSON.stringify(pattern)] }];
};

const listChecks = (schema: Schema, inner: (value: Json) => Expression): readonly Expression[] => [
  ...["maxItems", "minItems"].flatMap((keyword) => boundOf("sized", keyword, schema)),
  ...(schema["items"] === undefined ? [] : [{ call: "items", of: [inner(schema["items"])] }]),
];

const objectChecks = (schema: Schema, inner: (value: Json) => Expression): readonly Expression[] => {
  const { additionalProperties } = schema;
  const properties = propertiesOf(schema);
  const names = properties.map(([name]) => JSON.stringify(name));
  const others =
    additionalProperties === undefined
      ? []
      : [{ call: "otherMembers", of: [{ list: names }, inner(additionalProperties)] }];
  if (others.length === 0 && namesOf(schema).length > 0 && namesOf(schema).every(isPlain))
    return [{ call: "members", of: membersOf(schema, inner) }];
  return [
    ...requiredOf(schema).map((name) => ({ call: "must", of: [JSON.stringify(name)] })),
    ...others,
    ...properties.map(([name, value]) => ({ call: "member", of: [JSON.stringify(name), inner(value)] })),
  ];
};

const boundOf = (call: string, keyword: string, schema: Schema): readonly Expression[] =>
  typeof schema[keyword] === "number" ? [{ call, of: [JSON.stringify(keyword), String(schema[keyword])] }] : [];

const typeCheck = (types: readonly Json[]): Expression => {
  const checks = types.map(checkOfType);
  const [only] = checks;
  if (checks.length === 1 && only !== undefined) return only;
  return { call: "typed", of: [JSON.stringify(typeWords(types)), ...checks] };
};

const checkOfType = (type: Json): Expression => {
  const check = typeof type === "string" ? typeChecks.get(type) : undefined;
  if (check === undefined) throw new TypeError(`${JSON.stringify(type)} is no type`);
  return check;
};

const typeChecks: ReadonlyMap<string, Expression> = new Map<string, Expression>([
  ["string", "string"],
  ["number", "number"],
  ["integer", "integer"],
  ["boolean", "boolean"],
  ["null", "isNull"],
  ["array", { call: "list", of: ["anything"] }],
  ["object", { call: "object", of: ["{}"] }],
]);

const propertiesOf = ({ properties }: Schema): readonly (readonly [string, Json])[] =>
  isJsonObject(properties) ? Object.entries(properties) : [];

const requiredOf = ({ required }: Schema): readonly string[] =>
  isJsonList(required) ? required.filter((name) => typeof name === "string") : [];

const namesOf = (schema: Schema): readonly string[] => [
  ...requiredOf(schema),
  ...propertiesOf(schema).map(([name]) => name),
];

// The other names are written in another way in a JSON Pointer, or mean something else in a literal.
const isPlain = (name: string): boolean => !/[~/]/.test(name) && name !== "__proto__";
