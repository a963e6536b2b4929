import { rootNode } from "../openapi/spec-node.ts";
import { packageName } from "../codegen/names.ts";
import { type ApiModel, readApi } from "../codegen/api-model.ts";
import type { PageRecord } from "../import/source-records.ts";
import { textAt, objectAt } from "../openapi/json.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import { errorsSection } from "./errors-section.ts";
import { jobSection } from "./job-section.ts";
import { operationsSection } from "./operations-section.ts";
import { type Origins, sourceCell } from "./origins.ts";
import { sourcesSection } from "./sources-section.ts";
import { mdCell, mdCode, mdLink, mdSentence, mdTable } from "../text/markdown-text.ts";

/** The page about an API, in Markdown: everything its spec and its overlay say, each fact with its source. The same files give the same bytes. */
export const pageOfApi = (spec: MergedSpec, origins: Origins, records: readonly PageRecord[]): string => {
  const api = readApi({ name: spec.name, document: spec.document, place: `specs/${spec.name}` });
  const source = { api, origins, root: rootNode(spec.document) };
  const sections = [
    `<!-- Made by \`pnpm docs:build\` from specs/${spec.name}/openapi.yaml and overlay.yaml. Do not edit: change the overlay and build again. -->`,
    `# ${mdSentence(api.title)}`,
    mdCell(textAt(objectAt(spec.document, "info"), "description") ?? ""),
    "Where each fact comes from stands beside it: [U](#u) the vendor's own OpenAPI document, **D** documented elsewhere by the vendor, **O** observed in others' code, **A** assumed; [Sources](#sources) has them all.",
    accessSection(api, origins),
    operationsSection(source),
    ...api.jobs.map((job) => jobSection(job, source)),
    errorsSection(source),
    sourcesSection(records, origins),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
};

const accessSection = (api: ApiModel, origins: Origins): string => {
  const { key } = api;
  const before = key?.prefix === undefined ? "" : `, with ${mdCode(key.prefix.trim())} before it`;
  const travels = key === undefined ? "none is needed" : `in the ${key.in} ${mdCode(key.name)}${before}`;
  return mdTable(
    ["", "", "source"],
    [
      ["address", mdCode(api.baseUrl), sourceCell(origins, "/x-base-url")],
      ["key", travels, sourceCell(origins, "/components/securitySchemes", ["description"])],
      [
        "client",
        `${mdLink(mdCode(packageName(api.name)), `../../packages/${api.name}-client/README.md`)}, key from ${mdCode(api.keyVariable)}`,
        "",
      ],
      [
        "made from",
        "[`openapi.yaml`](openapi.yaml), the vendor's; [`overlay.yaml`](overlay.yaml), what is known beside it",
        "",
      ],
    ],
  );
};
