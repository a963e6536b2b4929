import ts from "typescript";

/** How modules name their neighbours: as Node resolves what was compiled, as the sources are called, or as bundlers take it. */
export type ImportExtension = "js" | "ts" | "none";

export const importExtensions: readonly ImportExtension[] = ["js", "ts", "none"];

export const isImportExtension = (word: string): word is ImportExtension =>
  importExtensions.some((extension) => extension === word);

/** A module whose relative imports end as wanted; what only looks like an import, in a comment or a text, stays. */
export const withImportExtension = (text: string, extension: ImportExtension): string => {
  if (extension === "ts") return text;
  const { importedFiles } = ts.preProcessFile(text, true, false);
  return importedFiles
    .filter(({ fileName }) => /^\.{1,2}\/.*\.ts$/.test(fileName))
    .toSorted((left, right) => right.pos - left.pos)
    .reduce((changed, { fileName, pos }) => {
      const stem = fileName.slice(0, -".ts".length);
      // `pos` is that of the name's first sign, or of the quote before it.
      const at = changed.indexOf(fileName, pos);
      return `${changed.slice(0, at)}${stem}${extension === "js" ? ".js" : ""}${changed.slice(at + fileName.length)}`;
    }, text);
};
