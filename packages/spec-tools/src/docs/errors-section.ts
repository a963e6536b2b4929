import { memberOf, membersOf, type SpecNode } from "../diff/spec-node.ts";
import { isNumber, isString } from "../diff/json.ts";
import { markdownTable } from "../codegen/markdown-table.ts";
import { cell, jsonCell, sourceCell } from "./cells.ts";
import { textOf } from "./members-table.ts";
import { jsonOf, nodeOf, type PageSource } from "./operations-section.ts";

/** Every refusal that an operation declares, with the bodies that are known. */
export const errorsSection = (source: PageSource): string => {
  const rows = mergedRows(source).map(({ code, description, operations, answer }) => [
    code,
    cell(description),
    operations.map((id) => `\`${id}\``).join(", "),
    bodiesOf(answer, source),
    sourceCell(source.origins, answer.pointer, ["headers", "links", "examples", "example"]),
  ]);
  return [
    "## Errors",
    "A call that is refused says nothing about the job. What the client makes of each code stands in the [client's README](../../packages/" +
      source.api.name +
      "-client/README.md#errors).",
    rows.length === 0
      ? "The document declares none."
      : markdownTable(["HTTP", "what it means", "operations", "bodies", "source"], rows),
    extraKinds(source),
    headersTable(source),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
};

interface ErrorRow {
  readonly code: string;
  readonly description: string;
  readonly operations: readonly string[];
  readonly answer: SpecNode;
}

/** One row for a code and its meaning, whichever operations have it. */
const mergedRows = ({ api, root }: PageSource): readonly ErrorRow[] => {
  const rows = new Map<string, ErrorRow>();
  for (const operation of api.operations) {
    const node = nodeOf(operation, root);
    for (const [code, answer] of membersOf(memberOf(node, "responses"))) {
      if (/^[123]/.test(code)) continue;
      const description = textOf(answer, "description");
      const key = `${code} ${description} ${JSON.stringify(memberOf(answer, "content")?.value ?? "")}`;
      const known = rows.get(key);
      rows.set(key, {
        code,
        description,
        answer: known?.answer ?? answer,
        operations: [...(known?.operations ?? []), operation.id],
      });
    }
  }
  return [...rows.values()].sort((left, right) => (left.code < right.code ? -1 : left.code > right.code ? 1 : 0));
};

const bodiesOf = (answer: SpecNode, { origins }: PageSource): string => {
  const contents = [...membersOf(memberOf(answer, "content")).values()];
  const examples = contents.flatMap((content) => [
    ...[...membersOf(memberOf(content, "examples")).values()].flatMap((example) => memberOf(example, "value") ?? []),
    ...[memberOf(content, "example")].filter((example) => example !== undefined),
  ]);
  const shown = examples.map((example) => `${jsonCell(example.value)} ${sourceCell(origins, example.pointer)}`);
  return shown.length > 0 ? shown.join("<br>") : jsonOf(answer) === undefined ? "" : "by the schema";
};

const extraKinds = ({ root, origins }: PageSource): string => {
  const declared = memberOf(root, "x-errors");
  const list = Array.isArray(declared?.value) ? declared.value : [];
  const rows = list.flatMap((_, index) => {
    const entry = memberOf(declared, index);
    const [status, at, contains, kind] = ["status", "at", "contains", "kind"].map((key) => memberOf(entry, key)?.value);
    if (entry === undefined || !isNumber(status) || !isString(kind)) return [];
    const where = isString(at) && isString(contains) ? `\`${at}\` contains "${contains}"` : "always";
    return [[String(status), where, `\`${kind}\``, sourceCell(origins, entry.pointer)]];
  });
  return rows.length === 0
    ? ""
    : ["Beyond what the code alone tells:", markdownTable(["HTTP", "when", "kind", "source"], rows)].join("\n\n");
};

const headersTable = ({ api, root, origins }: PageSource): string => {
  const headers = new Map<string, SpecNode>();
  for (const operation of api.operations) {
    for (const answer of membersOf(memberOf(nodeOf(operation, root), "responses")).values()) {
      for (const [name, header] of membersOf(memberOf(answer, "headers")))
        if (!headers.has(name)) headers.set(name, header);
    }
  }
  const rows = [...headers].map(([name, header]) => {
    const example = memberOf(memberOf(header, "schema"), "example");
    return [
      `\`${name}\``,
      cell(textOf(header, "description")),
      example === undefined ? "" : jsonCell(example.value),
      sourceCell(origins, header.pointer),
    ];
  });
  return rows.length === 0
    ? ""
    : ["### Headers of answers", markdownTable(["header", "what it is", "example", "source"], rows)].join("\n\n");
};
