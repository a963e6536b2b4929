import { memberOf, membersOf, type SpecNode } from "../openapi/spec-node.ts";
import { textOf } from "./members-table.ts";
import { jsonOf, nodeOf, type PageSource } from "./operations-section.ts";
import { sourceCell } from "./origins.ts";
import { mdCell, mdCode, mdJson, mdTable } from "../text/markdown-text.ts";

/** Every refusal that an operation declares, with the bodies that are known. */
export const errorsSection = (source: PageSource): string => {
  const rows = mergedRows(source).map(({ code, description, operations, response }) => [
    mdCell(code),
    mdCell(description),
    operations.map(mdCode).join(", "),
    bodiesOf(response, source),
    sourceCell(source.origins, response.pointer, ["headers", "links", "examples", "example"]),
  ]);
  return [
    "## Errors",
    "A call that is refused says nothing about the job. What the client makes of each code stands in the [client's README](../../packages/" +
      source.api.name +
      "-client/README.md#errors).",
    rows.length === 0
      ? "The document declares none."
      : mdTable(["HTTP", "what it means", "operations", "bodies", "source"], rows),
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
  readonly response: SpecNode;
}

/** One row for a code and its meaning, whichever operations have it. */
const mergedRows = ({ api, root }: PageSource): readonly ErrorRow[] => {
  const rows = new Map<string, ErrorRow>();
  for (const operation of api.operations) {
    const node = nodeOf(operation, root);
    for (const [code, response] of membersOf(memberOf(node, "responses"))) {
      if (/^[123]/.test(code)) continue;
      const description = textOf(response, "description");
      const key = `${code} ${description} ${JSON.stringify(memberOf(response, "content")?.value ?? "")}`;
      const known = rows.get(key);
      rows.set(key, {
        code,
        description,
        response: known?.response ?? response,
        operations: [...(known?.operations ?? []), operation.id],
      });
    }
  }
  return [...rows.values()].sort((left, right) => (left.code < right.code ? -1 : left.code > right.code ? 1 : 0));
};

const bodiesOf = (response: SpecNode, { origins }: PageSource): string => {
  const contents = [...membersOf(memberOf(response, "content")).values()];
  const examples = contents.flatMap((content) => [
    ...[...membersOf(memberOf(content, "examples")).values()].flatMap((example) => memberOf(example, "value") ?? []),
    ...[memberOf(content, "example")].filter((example) => example !== undefined),
  ]);
  const shown = examples.map((example) => `${mdJson(example.value)} ${sourceCell(origins, example.pointer)}`);
  return shown.length > 0 ? shown.join("<br>") : jsonOf(response) === undefined ? "" : "by the schema";
};

const extraKinds = ({ root, origins }: PageSource): string => {
  const declared = memberOf(root, "x-errors");
  const list = Array.isArray(declared?.value) ? declared.value : [];
  const rows = list.flatMap((_, index) => {
    const entry = memberOf(declared, index);
    const [status, at, contains, kind] = ["status", "at", "contains", "kind"].map((key) => memberOf(entry, key)?.value);
    if (entry === undefined || typeof status !== "number" || typeof kind !== "string") return [];
    const where =
      typeof at === "string" && typeof contains === "string" ? `${mdCode(at)} contains ${mdJson(contains)}` : "always";
    return [[String(status), where, mdCode(kind), sourceCell(origins, entry.pointer)]];
  });
  return rows.length === 0
    ? ""
    : ["Beyond what the code alone tells:", mdTable(["HTTP", "when", "kind", "source"], rows)].join("\n\n");
};

const headersTable = ({ api, root, origins }: PageSource): string => {
  const headers = new Map<string, SpecNode>();
  for (const operation of api.operations) {
    for (const response of membersOf(memberOf(nodeOf(operation, root), "responses")).values()) {
      for (const [name, header] of membersOf(memberOf(response, "headers")))
        if (!headers.has(name)) headers.set(name, header);
    }
  }
  const rows = [...headers].map(([name, header]) => {
    const example = memberOf(memberOf(header, "schema"), "example");
    return [
      mdCode(name),
      mdCell(textOf(header, "description")),
      example === undefined ? "" : mdJson(example.value),
      sourceCell(origins, header.pointer),
    ];
  });
  return rows.length === 0
    ? ""
    : ["### Headers of responses", mdTable(["header", "what it is", "example", "source"], rows)].join("\n\n");
};
