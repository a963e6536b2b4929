/** A table in Markdown; columns that are empty in every row are left out. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const kept = head.map((_, column) => rows.some((row) => (row[column] ?? "") !== ""));
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => cells.filter((_, column) => kept[column]));
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
};
