import { listAt } from "../openapi/json.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import { findLine, parseYaml } from "../openapi/yaml-file.ts";

/** A file, and a line of it where one can be named. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** Finds where a path of the merged document was written: in the overlay's last action that reaches deepest, or else upstream. */
export type Locate = (tokens: readonly string[]) => Place;

/** Prepares {@link Locate}. */
export const locatorOf = ({ files, places }: MergedSpec): Locate => {
  const overlay = parseYaml(files.overlay);
  const openapi = parseYaml(files.openapi);
  const count = listAt(overlay.value, "actions").length;
  return (tokens) => {
    let best: { readonly line: number; readonly depth: number } | undefined;
    for (let index = 0; index < count; index += 1) {
      const base = ["actions", `${index}`, "update"];
      for (const place of places[index] ?? []) {
        if (place.some((token, position) => tokens[position] !== token)) continue;
        const found = findLine(overlay, [...base, ...tokens.slice(place.length)]);
        if (found === undefined || found.depth <= base.length) continue;
        const depth = found.depth - base.length + place.length;
        if (best === undefined || depth >= best.depth) best = { line: found.line, depth };
      }
    }
    const upstream = findLine(openapi, tokens);
    if (best !== undefined && best.depth >= (upstream?.depth ?? 0))
      return { file: files.overlay.path, line: best.line };
    return { file: files.openapi.path, ...(upstream !== undefined && { line: upstream.line }) };
  };
};
