import type { ApiModel, OperationModel } from "../codegen/api-model.ts";
import { followed, listOf, memberOf, membersOf, type SpecNode } from "../openapi/spec-node.ts";
import { isJsonMedia } from "../openapi/operations.ts";
import { mdAnchor, mdCell, mdCode, mdJson, mdLink, mdSentence, mdTable } from "../text/markdown-text.ts";
import { membersTable, textOf } from "./members-table.ts";
import { startMethod } from "../codegen/names.ts";
import { type Origins, sourceCell } from "./origins.ts";
import { typeWords } from "./type-words.ts";

export interface PageSource {
  readonly api: ApiModel;
  /** The merged document. */
  readonly root: SpecNode;
  readonly origins: Origins;
}

/** Every operation: what it takes and what it gives when all is well; refusals have a section of their own. */
export const operationsSection = (source: PageSource): string => {
  const rows = source.api.operations.map(({ id, method, path, summary, starts, isDeprecated }) => [
    mdLink(mdCode(id), mdAnchor(id)),
    `\`${method.toUpperCase()} ${path}\``,
    `${mdCell(summary ?? "")}${isDeprecated ? " (deprecated)" : ""}`,
    starts === undefined ? "" : mdLink(mdCode(starts.job), mdAnchor(`Job ${starts.job}`)),
  ]);
  return [
    "## Operations",
    mdTable(["operation", "request", "what it does", "starts the job"], rows),
    ...source.api.operations.map((operation) => operationSection(operation, source)),
  ].join("\n\n");
};

const operationSection = (operation: OperationModel, { root, origins }: PageSource): string => {
  const node = nodeOf(operation, root);
  if (node === undefined) return "";
  const { id, method, path, isDeprecated, starts } = operation;
  return [
    `### ${mdSentence(id)}`,
    `\`${method.toUpperCase()} ${path}\`${isDeprecated ? ", **deprecated**" : ""} ${sourceCell(origins, node.pointer, notItself)}`.trim(),
    mdCell(textOf(node, "description") || textOf(node, "summary")),
    starts === undefined
      ? ""
      : `Starts the job ${mdLink(mdCode(starts.job), mdAnchor(`Job ${starts.job}`))}, whose id is ${mdCode(starts.id)} of the response ${linkSource(node, origins)}: ${mdCode(`client.${startMethod(id)}`)} gives it.`,
    inputSection(operation, node, origins),
    ...responseSections(node, origins),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
};

/** What has a place of its own on the page. */
const notItself = ["x-job", "responses", "requestBody", "parameters", "operationId", "tags"] as const;

/** An operation's node in the merged document. */
export const nodeOf = ({ path, method }: OperationModel, root: SpecNode): SpecNode | undefined =>
  membersOf(membersOf(memberOf(root, "paths")).get(path)).get(method);

const linkSource = (node: SpecNode, origins: Origins): string => {
  const responses = [...membersOf(memberOf(node, "responses")).values()];
  const links = responses.flatMap((response) => memberOf(response, "links") ?? []);
  return links[0] === undefined ? "" : sourceCell(origins, links[0].pointer);
};

const inputSection = (operation: OperationModel, node: SpecNode, origins: Origins): string => {
  const { parameters } = operation;
  const nodes = listOf(memberOf(node, "parameters")).map(followed);
  const rows = parameters.map(({ name, in: place, isRequired, description }) => {
    const own = nodes.find((parameter) => textOf(parameter, "name") === name && textOf(parameter, "in") === place);
    const schema = memberOf(own, "schema");
    return [
      mdCode(name),
      mdCell(place),
      schema === undefined ? "" : typeWords(schema),
      isRequired ? "yes" : "",
      mdCell(description ?? ""),
      own === undefined ? "" : sourceCell(origins, own.pointer),
    ];
  });
  const body = memberOf(node, "requestBody");
  const schema = body === undefined ? undefined : jsonOf(followed(body));
  return [
    ...(rows.length === 0
      ? []
      : [
          `**Parameters**${operation.body === undefined ? "" : ", in the options of the call"}`,
          mdTable(["name", "in", "type", "required", "what it is", "source"], rows),
        ]),
    ...(schema === undefined ? [] : [`**Body**: ${typeWords(schema)}`, membersTable(schema, origins)]),
  ].join("\n\n");
};

const responseSections = (node: SpecNode, origins: Origins): readonly string[] =>
  groupedResponses(node).map(({ codes, response }) =>
    [
      `**${mdSentence(codes.join(", "))}**: ${mdCell(textOf(response, "description"))}`,
      membersTable(jsonOf(response), origins),
      examplesOf(response, origins),
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  );

/** Good responses; codes with the same body stand together. */
const groupedResponses = (
  node: SpecNode,
): readonly { readonly codes: readonly string[]; readonly response: SpecNode }[] => {
  const groups = new Map<string, { codes: string[]; response: SpecNode }>();
  for (const [code, response] of membersOf(memberOf(node, "responses"))) {
    if (!/^[123]/.test(code)) continue;
    const key = `${textOf(response, "description")} ${jsonOf(response)?.pointer ?? code}`;
    const group = groups.get(key) ?? { codes: [], response };
    group.codes.push(code);
    groups.set(key, group);
  }
  return [...groups.values()];
};

/** The schema of the JSON that a body or a response holds. */
export const jsonOf = (body: SpecNode): SpecNode | undefined => {
  for (const [media, content] of membersOf(memberOf(body, "content"))) {
    const schema = memberOf(content, "schema");
    if (isJsonMedia(media) && schema !== undefined) return followed(schema);
  }
  return undefined;
};

const examplesOf = (response: SpecNode, origins: Origins): string => {
  const examples = [...membersOf(memberOf(response, "content")).values()].flatMap((content) => [
    ...membersOf(memberOf(content, "examples")),
  ]);
  const rows = examples.flatMap(([name, example]) => {
    const value = memberOf(example, "value");
    return value === undefined ? [] : [[mdCell(name), mdJson(value.value, 400), sourceCell(origins, value.pointer)]];
  });
  return rows.length === 0 ? "" : mdTable(["example", "body", "source"], rows);
};
