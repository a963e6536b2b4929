import type { MergedSpec } from "../openapi/spec-folder.ts";
import { applyOverlay } from "../openapi/overlay.ts";
import { findLine, type ParsedYaml, parseYaml } from "../openapi/yaml-file.ts";
import { isJsonList, isJsonObject, type Json, listAt, memberOf } from "../openapi/json.ts";

/** A file, and a line of it where one can be named. */
export interface Place {
  readonly file: string;
  readonly line?: number;
}

/** Finds where a path of the merged document was written: in the overlay's last action that reaches deepest, or else upstream. */
export type Locate = (tokens: readonly string[]) => Place;

/** Prepares {@link Locate}. It applies every action once more, so it is for documents that have problems. */
export const locatorOf = async (spec: MergedSpec): Promise<Locate> => {
  const overlay = parseYaml(spec.files.overlay);
  const openapi = parseYaml(spec.files.openapi);
  const matches = await Promise.all(
    listAt(overlay.value, "actions").map(async (action, index) => ({ index, paths: await matchesOf(action, spec) })),
  );
  return (tokens) => {
    const inOverlay = matches.flatMap(({ index, paths }) =>
      paths.flatMap((path) => candidate(overlay, tokens, path, index)),
    );
    const best = inOverlay.reduce<Candidate | undefined>(
      (left, right) => (left !== undefined && left.depth > right.depth ? left : right),
      undefined,
    );
    const upstream = findLine(openapi, tokens);
    if (best !== undefined && best.depth >= (upstream?.depth ?? 0))
      return { file: spec.files.overlay.path, line: best.line };
    return { file: spec.files.openapi.path, ...(upstream !== undefined && { line: upstream.line }) };
  };
};

interface Candidate {
  readonly line: number;
  readonly depth: number;
}

const candidate = (
  overlay: ParsedYaml,
  tokens: readonly string[],
  path: readonly string[],
  index: number,
): readonly Candidate[] => {
  if (path.some((token, position) => tokens[position] !== token)) return [];
  const base = ["actions", `${index}`, "update"];
  const found = findLine(overlay, [...base, ...tokens.slice(path.length)]);
  return found === undefined || found.depth <= base.length
    ? []
    : [{ line: found.line, depth: found.depth - base.length + path.length }];
};

const mark = "x-located-here";

// An overlay's JSONPath is resolved by the library that applies it: by leaving a mark, and looking where it is.
const matchesOf = async (action: Json, { document, files }: MergedSpec): Promise<readonly (readonly string[])[]> => {
  const target = memberOf(action, "target");
  if (!isJsonObject(memberOf(action, "update")) || target === undefined) return [];
  const marking = { overlay: "1.0.0", actions: [{ target, update: { [mark]: true } }] };
  const marked = await applyOverlay(document, marking, files.overlay.path);
  return marksIn(marked.document, []);
};

const marksIn = (value: Json, path: readonly string[]): readonly (readonly string[])[] => {
  if (isJsonList(value)) return value.flatMap((entry, index) => marksIn(entry, [...path, `${index}`]));
  if (!isJsonObject(value)) return [];
  const here = value[mark] === true ? [path] : [];
  return [...here, ...Object.entries(value).flatMap(([key, member]) => marksIn(member, [...path, key]))];
};
