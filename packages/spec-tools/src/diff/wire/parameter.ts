import { isString } from "../json.ts";
import type { Schema } from "../schema/schema.ts";
import { normalSchema } from "../schema/normal-schema.ts";
import { followed, listOf, memberOf, type SpecNode, valueAt } from "../spec-node.ts";
import { type Operation, pathParametersOf } from "./operations-of.ts";

/** A parameter with what the specification adds where the document is silent. */
export interface Parameter {
  readonly node: SpecNode;
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly content: SpecNode | undefined;
  /** How a value is written into the request; what makes no difference for its type is left out. */
  readonly writing: Readonly<Record<string, unknown>>;
}

/** The parameters of an operation, those of its path included, by what names them on the wire. */
export const parametersOf = (operation: Operation): ReadonlyMap<string, Parameter> => {
  const parameters = new Map<string, Parameter>();
  const positions = pathParametersOf(operation.path);
  for (const owner of [operation.item, operation.node]) {
    for (const entry of listOf(memberOf(owner, "parameters"))) {
      const parameter = readParameter(followed(entry));
      if (parameter !== undefined) parameters.set(keyOf(parameter, positions), parameter);
    }
  }
  return parameters;
};

const readParameter = (node: SpecNode): Parameter | undefined => {
  const [name, place] = [valueAt(node, "name"), valueAt(node, "in")];
  // The specification ignores these three as parameters: content negotiation and security describe them.
  const ignored =
    place === "header" && isString(name) && ["accept", "content-type", "authorization"].includes(name.toLowerCase());
  if (!isString(name) || !isString(place) || ignored) return undefined;
  const written = memberOf(node, "schema");
  const schema = written === undefined ? [] : [written];
  return {
    node,
    name,
    in: place,
    required: place === "path" || valueAt(node, "required") === true,
    schema,
    content: memberOf(node, "content"),
    writing: writingOf(node, place, schema),
  };
};

/** The wire has no names for what is in the path, and no case for those of headers. */
const keyOf = ({ in: place, name }: Parameter, positions: readonly string[]): string => {
  if (place === "path" && positions.includes(name)) return `path ${positions.indexOf(name)}`;
  return `${place} ${place === "header" ? name.toLowerCase() : name}`;
};

const writingOf = (node: SpecNode, place: string, schema: Schema): Parameter["writing"] => {
  const style = valueAt(node, "style") ?? (place === "query" || place === "cookie" ? "form" : "simple");
  const explode = valueAt(node, "explode") ?? style === "form";
  const { types } = normalSchema(schema);
  const isPlain = types !== undefined && !types.includes("array") && !types.includes("object");
  return {
    style,
    explode: isPlain ? undefined : explode,
    allowReserved: valueAt(node, "allowReserved") ?? false,
    allowEmptyValue: valueAt(node, "allowEmptyValue") ?? false,
  };
};
