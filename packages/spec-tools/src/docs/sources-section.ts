import { markdownTable } from "../codegen/markdown-table.ts";
import type { PageRecord } from "../import/source-records.ts";
import { cell } from "./cells.ts";
import type { Origins } from "./origins.ts";

/** What the short names on the page stand for. */
export const sourcesSection = (records: readonly PageRecord[], { facts }: Origins): string => {
  const pages = records.map(({ id, hasAddress, date }) => `${hasAddress ? `<${id}>` : `\`${id}\``} (${date})`);
  const upstream =
    pages.length === 0 ? "the vendor's own OpenAPI document" : `the vendor's own OpenAPI document: ${pages.join(", ")}`;
  const rows = [
    ['<a id="u"></a>U', "documented", upstream],
    ...facts.map(({ code, mark, text }) => [`<a id="${code.toLowerCase()}"></a>${code}`, mark, cell(text)]),
  ];
  return [
    "## Sources",
    "**documented**: the vendor says so. **observed**: others' code that calls the API shows it. **assumed**: nobody says; a client must not depend on it.",
    markdownTable(["", "mark", "what, and where it stands"], rows),
  ].join("\n\n");
};
