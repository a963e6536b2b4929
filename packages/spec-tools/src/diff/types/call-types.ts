import { isString } from "../json.ts";
import {
  followed,
  listOf,
  memberOf,
  membersOf,
  rootNode,
  type SpecDocument,
  type SpecNode,
  valueAt,
} from "../spec-node.ts";
import type { Operation } from "../wire/operations-of.ts";
import { createReach, schemaNameIn } from "../reach.ts";
import { quoted, tableOf, typeText } from "./type-text.ts";

/** What a caller of one operation gives and gets, by the rules of the generated packages. */
export interface CallShape {
  /** Parameters by name. */
  readonly parameters: readonly NamedInput[];
  readonly body: NamedInput | undefined;
  /** Without a required parameter the body is the input, and parameters are given in the options of the call. */
  readonly takesBody: boolean;
  /** The JSON of each success; undefined for one without content. */
  readonly outputs: readonly (SpecNode | undefined)[];
}

export interface NamedInput {
  readonly name: string;
  readonly required: boolean;
  readonly schema: SpecNode | undefined;
}

export const callShapeOf = (operation: Operation): CallShape => {
  const [parameters, body] = [parametersOf(operation), bodyOf(operation)];
  return {
    parameters,
    body,
    takesBody: body !== undefined && parameters.every(({ required }) => !required),
    outputs: [...membersOf(memberOf(operation.node, "responses"))]
      .filter(([code]) => code.startsWith("2"))
      .map(([, response]) => jsonSchemaOf(response)),
  };
};

/** The module that declares a document's types: component schemas of both sides, and each operation's input, parameters and output. */
export const declarationsOf = (document: SpecDocument, operations: readonly Operation[]): string => {
  const schemas = memberOf(memberOf(rootNode(document), "components"), "schemas");
  const reached = createReach(document)(operations.map(({ node, item }) => [node.value, item.value]));
  const names = [...reached].flatMap((reference) => schemaNameIn(reference) ?? []);
  const table = (side: "request" | "response"): string =>
    `export interface ${tableOf(side)} {\n${names
      .map((name) => `  ${quoted(name)}: ${typeText(memberOf(schemas, name) ?? rootNode(document), side)};\n`)
      .join("")}}\n`;
  const calls = operations.map((operation) => {
    const shape = callShapeOf(operation);
    return `  ${quoted(operation.name)}: { input: ${inputText(shape)}; parameters: ${parametersText(shape)}; output: ${outputText(shape)} };\n`;
  });
  return `${helpers}${table("request")}${table("response")}export interface Calls {\n${calls.join("")}}\n`;
};

const helpers = "export type WithRequired<T, K> = T & { [P in K & keyof T]-?: T[P] };\n";

const text = ({ schema }: NamedInput): string => (schema === undefined ? "unknown" : typeText(schema, "request"));

/** The body itself, or parameters by name with the body as their member `body`. */
const inputText = ({ parameters, body, takesBody }: CallShape): string => {
  if (takesBody && body !== undefined) return body.required ? text(body) : `(${text(body)} | undefined)`;
  return objectText([...parameters, ...(body === undefined ? [] : [body])]);
};

const parametersText = ({ parameters, takesBody }: CallShape): string => objectText(takesBody ? parameters : []);

const objectText = (inputs: readonly NamedInput[]): string => {
  if (inputs.length === 0) return "undefined";
  const members = inputs.map((input) => `${quoted(input.name)}${input.required ? "" : "?"}: ${text(input)};`);
  return `({ ${members.join(" ")} }${inputs.some(({ required }) => required) ? "" : " | undefined"})`;
};

/** Nobody reads what has no content, so an answer that only gained a body is compared with anything. */
const outputText = ({ outputs }: CallShape): string => {
  if (outputs.every((output) => output === undefined)) return "unknown";
  return outputs.map((output) => (output === undefined ? "undefined" : typeText(output, "response"))).join(" | ");
};

const parametersOf = ({ item, node }: Operation): readonly NamedInput[] => {
  const inputs = new Map<string, NamedInput>();
  for (const entry of [...listOf(memberOf(item, "parameters")), ...listOf(memberOf(node, "parameters"))]) {
    const parameter = followed(entry);
    const [name, place] = [valueAt(parameter, "name"), valueAt(parameter, "in")];
    if (!isString(name) || !["path", "query", "header"].includes(String(place)) || isOwnHeader(name, place)) continue;
    const required = place === "path" || valueAt(parameter, "required") === true;
    inputs.set(`${String(place)} ${name}`, { name, required, schema: memberOf(parameter, "schema") });
  }
  return [...inputs.values()];
};

const isOwnHeader = (name: string, place: unknown): boolean =>
  place === "header" && ["accept", "content-type", "authorization"].includes(name.toLowerCase());

const bodyOf = ({ node }: Operation): NamedInput | undefined => {
  const written = memberOf(node, "requestBody");
  if (written === undefined) return undefined;
  const body = followed(written);
  return { name: "body", required: valueAt(body, "required") === true, schema: jsonSchemaOf(body) };
};

const jsonSchemaOf = (body: SpecNode): SpecNode | undefined => {
  const media = [...membersOf(memberOf(body, "content"))].find(([type]) =>
    /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type),
  );
  return media === undefined ? undefined : memberOf(media[1], "schema");
};
