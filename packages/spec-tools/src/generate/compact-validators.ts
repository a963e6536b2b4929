/**
 * ajv's standalone code, smaller: one function notes what fails, and what nobody reads is gone (schemas, schema paths, the
 * parents of a value). It relies on the text that the pinned version of ajv writes; a test holds it against ajv's own verdicts.
 */
export const compactValidators = (source: string): string => {
  const text = withoutUnused(withTypes(source))
    .replace('"use strict";\n', "")
    .replaceAll(/^\/\*# sourceURL="[^"]*" \*\/;\n/gm, "")
    .replaceAll(
      noting,
      (_, _name, place: string, keyword: string, params: string) =>
        `vErrors = note(vErrors, ${pathOf(place)}, ${keyword}, ${params});\nerrors++;`,
    )
    .replaceAll(/,parentData(?::[\w.]+)?,parentDataProperty(?::(?:\w+|"(?:[^"\\]|\\.)*"))?,rootData\}/g, "}")
    .replaceAll('{instancePath="", parentData, parentDataProperty, rootData=data}={}', '{instancePath=""}={}');
  return indented(
    text
      .split(/^(?=function )/m)
      .map(withoutCount)
      .join("")
      .replaceAll(/\n{3,}/g, "\n\n"),
  );
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

/** The function that compacted validators call. */
export const noteFunction = `const note = (found, instancePath, keyword, params) => {
  (found ??= []).push({ instancePath, keyword, params });
  return found;
};
`;

const noting =
  /const (err\d+) = \{(instancePath(?::(?:[^,"]|"(?:[^"\\]|\\.)*")*)?),schemaPath:"(?:[^"\\]|\\.)*",keyword:("(?:[^"\\]|\\.)*"),params:(\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})\};\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;

const pathOf = (place: string): string => (place === "instancePath" ? place : place.slice("instancePath:".length));

/** A list of types is written out where an error names it; ajv would keep the whole schema for its sake. */
const withTypes = (source: string): string => {
  const schemas = new Map(
    [...source.matchAll(/^const (schema\d+) = (.*);$/gm)].map(([, name = "", json = ""]) => [name, json]),
  );
  return source.replaceAll(
    /\{type: (schema\d+)((?:\.\w+|\["(?:[^"\\]|\\.)*"\])+)\}/g,
    (whole, name: string, path: string) => {
      let value: unknown = JSON.parse(schemas.get(name) ?? "null");
      for (const [, member, quoted] of path.matchAll(/\.(\w+)|\[("(?:[^"\\]|\\.)*")\]/g)) {
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
const withoutCount = (text: string): string => {
  if (!text.startsWith("function ") || /\b_errs\d+\b|\berrors = _/.test(text)) return text;
  return text
    .replaceAll("errors++;\n", "")
    .replaceAll("let errors = 0;\n", "")
    .replaceAll("errors = vErrors.length;\n", "")
    .replaceAll("return errors === 0;", "return vErrors === null;");
};

const memberIn = (value: unknown, member: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, member) ? Reflect.get(value, member) : undefined;
