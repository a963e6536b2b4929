import { followed, listOf, memberOf, membersOf, rootNode, type SpecNode, valueAt } from "../../openapi/spec-node.ts";
import type { Operation } from "./operation-pairs.ts";
import { createReach, schemaNameIn } from "./reach.ts";
import { quoted, tableOf, typeText } from "./type-text.ts";

/** What a caller of one operation gives and gets, by the rules of the generated packages. */
export interface CallShape {
  readonly parameters: readonly NamedInput[];
  readonly body: NamedInput | undefined;
  /** The JSON of each success; undefined for one without content. */
  readonly outputs: readonly (SpecNode | undefined)[];
}

export interface NamedInput {
  /** The member of `params` that it goes into; empty for a body. */
  readonly place: string;
  readonly name: string;
  readonly required: boolean;
  readonly schema: SpecNode | undefined;
}

export const callShapeOf = (operation: Operation): CallShape => ({
  parameters: parametersOf(operation),
  body: bodyOf(operation),
  outputs: [...membersOf(memberOf(operation.node, "responses"))]
    .filter(([code]) => code.startsWith("2"))
    .map(([, response]) => jsonSchemaOf(response)),
});

/** Parameters by the member of `params` that they go into. */
export const byPlace = (parameters: readonly NamedInput[]): readonly (readonly [string, readonly NamedInput[]])[] =>
  [...new Set(parameters.map(({ place }) => place))].map((place) => [
    place,
    parameters.filter((parameter) => parameter.place === place),
  ]);

/** The module that declares a document's types: component schemas of both sides, and each operation's input and output. */
export const declarationsOf = (document: unknown, operations: readonly Operation[]): string => {
  const schemas = memberOf(memberOf(rootNode(document), "components"), "schemas");
  const reached = createReach(document)(operations.map(({ node, item }) => [node.value, item.value]));
  const names = [...reached].flatMap((reference) => schemaNameIn(reference) ?? []);
  const table = (side: "request" | "response"): string =>
    `export interface ${tableOf(side)} {\n${names
      .map((name) => `  ${quoted(name)}: ${typeText(memberOf(schemas, name) ?? rootNode(document), side)};\n`)
      .join("")}}\n`;
  const calls = operations.map((operation) => {
    const shape = callShapeOf(operation);
    return `  ${quoted(operation.name)}: { input: ${inputText(shape)}; output: ${outputText(shape)} };\n`;
  });
  return `${helpers}${table("request")}${table("response")}export interface Calls {\n${calls.join("")}}\n`;
};

const helpers = "export type WithRequired<T, K> = T & { [P in K & keyof T]-?: T[P] };\n";

/** `path`, `query`, `header` and `cookie` of `params`, and the body beside them. */
const inputText = ({ parameters, body }: CallShape): string =>
  objectText([
    ...byPlace(parameters).map(([place, inputs]) => ({
      name: place,
      required: inputs.some(({ required }) => required),
      text: objectText(inputs.map((input) => ({ ...input, text: textOfInput(input) }))),
    })),
    ...(body === undefined ? [] : [{ ...body, text: textOfInput(body) }]),
  ]);

const textOfInput = ({ schema }: NamedInput): string =>
  schema === undefined ? "unknown" : typeText(schema, "request");

interface NamedText {
  readonly name: string;
  readonly required: boolean;
  readonly text: string;
}

const objectText = (members: readonly NamedText[]): string => {
  if (members.length === 0) return "undefined";
  const texts = members.map(({ name, required, text }) => `${quoted(name)}${required ? "" : "?"}: ${text};`);
  return `({ ${texts.join(" ")} }${members.some(({ required }) => required) ? "" : " | undefined"})`;
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
    if (
      typeof name !== "string" ||
      !["path", "query", "header", "cookie"].includes(String(place)) ||
      isOwnHeader(name, place)
    )
      continue;
    const required = place === "path" || valueAt(parameter, "required") === true;
    inputs.set(`${String(place)} ${name}`, {
      place: String(place),
      name,
      required,
      schema: memberOf(parameter, "schema"),
    });
  }
  return [...inputs.values()];
};

const isOwnHeader = (name: string, place: unknown): boolean =>
  place === "header" && ["accept", "content-type", "authorization"].includes(name.toLowerCase());

const bodyOf = ({ node }: Operation): NamedInput | undefined => {
  const written = memberOf(node, "requestBody");
  if (written === undefined) return undefined;
  const body = followed(written);
  return { place: "", name: "body", required: valueAt(body, "required") === true, schema: jsonSchemaOf(body) };
};

const jsonSchemaOf = (body: SpecNode): SpecNode | undefined => {
  const media = [...membersOf(memberOf(body, "content"))].find(([type]) =>
    /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type),
  );
  return media === undefined ? undefined : memberOf(media[1], "schema");
};
