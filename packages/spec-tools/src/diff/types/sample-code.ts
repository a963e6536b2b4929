import { followed, memberOf, type SpecNode, valueAt } from "../../openapi/spec-node.ts";
import type { Operation } from "./operation-pairs.ts";
import { byPlace, callShapeOf, type NamedInput } from "./call-types.ts";
import { quoted, tableOf, typeText, visibleProperties } from "./type-text.ts";

/** A line of code that a user of the old package may have written. */
export interface CodeLine {
  readonly text: string;
  readonly operation: string;
  readonly side: "arguments" | "result";
}

/**
 * Code against the old types, to be compiled against the new: a literal that names every argument, an old value passed as it is, a new
 * result taken for an old one, and a read of every member of it. Assignability alone would let a vanished optional member pass.
 */
export const sampleCode = (old: Operation): readonly CodeLine[] => {
  const { parameters, body, outputs } = callShapeOf(old);
  const call = `["${escaped(old.name)}"]`;
  const line = (side: CodeLine["side"], text: string): CodeLine => ({ text, operation: old.name, side });
  const output = outputs.find((schema) => schema !== undefined);
  return [
    // The literal first: of two complaints about the same thing it has the one that names it.
    line("arguments", `take<Calls${call}["input"]>(${inputOf(parameters, body)});`),
    line("arguments", `take<Calls${call}["input"]>(value<Old.Calls${call}["input"]>());`),
    line("result", `take<Old.Calls${call}["output"]>(value<Calls${call}["output"]>());`),
    ...(outputs.length === 1 && output !== undefined
      ? readsOf(output, "result", []).map((read) =>
          line("result", `{ const result = value<Calls${call}["output"]>(); ${read}; }`),
        )
      : []),
  ];
};

/** The code above the lines: it looks at one module as the package and at another as what the code was written for. */
export const samplePrelude = (module: "old" | "new"): string =>
  [
    `import type { Calls } from "./${module}.ts";`,
    `import type * as Old from "./old.ts";`,
    "declare function take<T>(value: T): void;",
    "declare function value<T>(): T;",
  ].join(" ");

const escaped = (name: string): string => quoted(name).slice(1, -1);

/** The literal that names every input; nothing where there is none. */
const inputOf = (parameters: readonly NamedInput[], body: NamedInput | undefined): string => {
  const members = [
    ...byPlace(parameters).map(([place, inputs]) => `${quoted(place)}: { ${inputs.map(memberOfLiteral).join(", ")} }`),
    ...(body === undefined ? [] : [memberOfLiteral(body)]),
  ];
  return members.length === 0 ? "undefined" : `{ ${members.join(", ")} }`;
};

const memberOfLiteral = ({ name, schema }: NamedInput): string => `${quoted(name)}: ${literalOf(schema, [])}`;

/** Objects are spelled out, because only a literal is checked for members that are none; anything else is a value of its type. */
const literalOf = (node: SpecNode | undefined, above: readonly string[]): string => {
  if (node === undefined) return "value<unknown>()";
  const target = followed(node);
  const properties = visibleProperties(target, "request");
  const isPlain = ["allOf", "oneOf", "anyOf", "enum"].every((keyword) => memberOf(target, keyword) === undefined);
  if (above.includes(target.pointer) || !isPlain) return `value<${oldTypeText(node, "request")}>()`;
  const deeper = [...above, target.pointer];
  const items = memberOf(target, "items");
  if (valueAt(target, "type") === "array" && items !== undefined) return `[${literalOf(items, deeper)}]`;
  if (properties.length === 0) return `value<${oldTypeText(node, "request")}>()`;
  return `{ ${properties.map(([name, member]) => `${quoted(name)}: ${literalOf(member, deeper)}`).join(", ")} }`;
};

/** Every member of a result, by a chain of optional steps; a union is not entered, since code must tell its shapes apart first. */
const readsOf = (node: SpecNode, expression: string, above: readonly string[]): readonly string[] => {
  const target = followed(node);
  if (
    above.includes(target.pointer) ||
    memberOf(target, "oneOf") !== undefined ||
    memberOf(target, "anyOf") !== undefined
  )
    return [];
  const deeper = [...above, target.pointer];
  const items = memberOf(target, "items");
  return [
    ...visibleProperties(target, "response").flatMap(([name, member]) => {
      const read = `${expression}?.[${quoted(name)}]`;
      return [read, ...readsOf(member, read, deeper)];
    }),
    ...(items === undefined ? [] : readsOf(items, `${expression}?.[0]`, deeper)),
  ];
};

/** Names of component schemas are looked up among the old ones. */
const oldTypeText = (node: SpecNode, side: "request" | "response"): string => {
  const text = typeText(node, side);
  return typeof valueAt(node, "$ref") === "string" || text.includes(`${tableOf(side)}[`)
    ? text.replaceAll(/\b(Sent|Read)\[/g, "Old.$1[").replaceAll("WithRequired<", "Old.WithRequired<")
    : text.replaceAll("WithRequired<", "Old.WithRequired<");
};
