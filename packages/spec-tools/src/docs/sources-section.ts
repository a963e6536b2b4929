import type { PageRecord } from "../import/source-records.ts";
import type { Origins } from "./origins.ts";
import { mdCell, mdCode, mdTable } from "../text/markdown-text.ts";

/** What the short names on the page stand for. */
export const sourcesSection = (records: readonly PageRecord[], { facts }: Origins): string => {
  const pages = records.map(({ id, hasAddress, date }) => `${hasAddress ? `<${id}>` : mdCode(id)} (${date})`);
  const upstream =
    pages.length === 0 ? "the vendor's own OpenAPI document" : `the vendor's own OpenAPI document: ${pages.join(", ")}`;
  const rows = [
    ['<a id="u"></a>U', "documented", upstream],
    ...facts.map(({ code, mark, text }) => [`<a id="${code.toLowerCase()}"></a>${code}`, mark, mdCell(text)]),
  ];
  return [
    "## Sources",
    "**documented**: the vendor says so. **observed**: others' code that calls the API shows it. **assumed**: nobody says; a client must not depend on it.",
    mdTable(["", "mark", "what, and where it stands"], rows),
  ].join("\n\n");
};
