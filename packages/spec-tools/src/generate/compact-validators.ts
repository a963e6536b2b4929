import { shortenChecks } from "./shorten-checks.ts";
import { typeWords } from "./type-words.ts";

/**
 * ajv's standalone code, smaller: one list that all functions note in, a place and an expectation for each note, one call for
 * each plain check, and nothing that nobody reads (schemas, schema paths, the parents of a value). It relies on the text that
 * the pinned version of ajv writes; a test holds it against ajv's own verdicts.
 */
export const compactValidators = (source: string): string => {
  const text = withoutUnused(withTypes(source))
    .replace('"use strict";\n', "")
    .replaceAll(/^\/\*# sourceURL="[^"]*" \*\/;\n/gm, "")
    .replaceAll(
      noting,
      (_, _name, place: string | undefined, keyword: string, params: string) =>
        `note(vErrors, ${noteOf(place ?? "instancePath", keyword, params)});\nerrors++;`,
    )
    .replaceAll(
      calling,
      (_, name: string, value: string, place: string | undefined) =>
        `${name}(${value}, ${place ?? "instancePath"}, vErrors);\nerrors = vErrors.length;\n`,
    )
    .replaceAll(forgetting, "vErrors.length = $1;\n")
    .replaceAll(
      '{instancePath="", parentData, parentDataProperty, rootData=data}={}',
      'instancePath = "", vErrors = []',
    )
    .replaceAll("let vErrors = null;\nlet errors = 0;\n", "let errors = vErrors.length;\n")
    .replaceAll(/^validate\d+\.errors = vErrors;\nreturn errors === 0;/gm, "return vErrors;");
  const functions = text
    .split(/^(?=function )/m)
    .map((part) => (isCounting(part) ? part : shortenChecks(withoutCount(part))));
  return indented(functions.join("").replaceAll(/\n{3,}/g, "\n\n"));
};

/** Two spaces for each block; ajv writes a block's end at the start of a line, and its beginning at the end of one. */
const indented = (text: string): string => {
  let depth = 0;
  const lines = text.split("\n").map((line) => {
    if (line.startsWith("}")) depth--;
    const shifted = line === "" ? "" : "  ".repeat(Math.max(depth, 0)) + line;
    if (line.endsWith("{")) depth++;
    return shifted;
  });
  return lines.join("\n");
};

const noting =
  /const (err\d+) = \{instancePath(?::((?:[^,"]|"(?:[^"\\]|\\.)*")*))?,schemaPath:"(?:[^"\\]|\\.)*",keyword:"(\w+)",params:(\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})\};\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;

const calling =
  /if\(!\(([\w.]+)\((.+), \{instancePath(?::(.+?))?,parentData[^\n]*?,rootData\}\)\)\)\{\nvErrors = vErrors === null \? \1\.errors : vErrors\.concat\(\1\.errors\);\nerrors = vErrors\.length;\n\}\n/g;

const forgetting =
  /if\(vErrors !== null\)\{\nif\((_errs\d+)\)\{\nvErrors\.length = \1;\n\}\nelse \{\nvErrors = null;\n\}\n\}\n/g;

/** Where a value departs, and what was expected there. */
const noteOf = (place: string, keyword: string, params: string): string => {
  const missing = /^\{missingProperty: ("(?:[^"\\]|\\.)*")\}$/.exec(params)?.[1];
  if (missing !== undefined) return `${placeBelow(place, String(JSON.parse(missing)))}, "a value"`;
  const type = /^\{type: (.+)\}$/.exec(params)?.[1];
  return `${place}, ${JSON.stringify(type === undefined ? keyword : typeWords(JSON.parse(type)))}`;
};

const placeBelow = (place: string, member: string): string => {
  const token = `/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const quoted = JSON.stringify(token);
  return place.endsWith('"') ? place.slice(0, -1) + quoted.slice(1) : `${place}+${quoted}`;
};

/** A list of types is written out where an error names it; ajv would keep the whole schema for its sake. */
const withTypes = (source: string): string => {
  const schemas = new Map(
    [...source.matchAll(/^const (schema\d+) = (.*);$/gm)].map(([, name = "", json = ""]) => [name, json]),
  );
  return source.replaceAll(
    /\{type: (schema\d+)((?:\.[\w$]+|\[(?:\d+|"(?:[^"\\]|\\.)*")\])+)\}/g,
    (whole, name: string, path: string) => {
      let value: unknown = JSON.parse(schemas.get(name) ?? "null");
      for (const [, member, quoted] of path.matchAll(/\.([\w$]+)|\[(\d+|"(?:[^"\\]|\\.)*")\]/g)) {
        value = memberIn(value, member ?? String(JSON.parse(quoted ?? "null")));
      }
      return Array.isArray(value) ? `{type: ${JSON.stringify(value)}}` : whole;
    },
  );
};

/** Definitions that nothing refers to; ajv writes every schema out, in case a keyword needs it at run time. */
const withoutUnused = (source: string): string => {
  const names = [...source.matchAll(/^const (schema\d+) = /gm)].map(([, name = ""]) => name);
  const unused = new Set(names.filter((name) => (source.match(new RegExp(`\\b${name}\\b`, "g")) ?? []).length === 1));
  return source.replaceAll(/^const (schema\d+) = .*;\n/gm, (line, name: string) => (unused.has(name) ? "" : line));
};

/** The number of errors is needed only where a composition forgets some of them; elsewhere the list tells. */
const isCounting = (text: string): boolean => /\b_errs\d+\b|\berrors = _/.test(text);

const withoutCount = (text: string): string =>
  text.replaceAll(/^(?:errors\+\+|let errors = vErrors\.length|errors = vErrors\.length);\n/gm, "");

const memberIn = (value: unknown, member: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, member) ? Reflect.get(value, member) : undefined;
