/** Plain checks of a validator in runs: one call for members that must be there, one for those of a plain type. */
export const shortenChecks = (text: string): string => {
  let short = text
    .replaceAll(objectCheck, "isObject($1)")
    .replaceAll(requiredCheck, (check, value: string, name: string, place: string) =>
      run(check, "required", { value, place, name, entry: `"${name}"` }),
    )
    .replaceAll(typeCheck, (check, value: string, name: string, place: string, expected: string) =>
      run(check, "types", { value, place, name, entry: `${name}: ${expected}` }),
    );
  for (let longer = ""; longer !== short;) {
    longer = short;
    short = short.replaceAll(twoRuns, "$1$2, $3");
  }
  return short;
};

/** The functions that the text calls. */
export const helpersFor = (text: string): string =>
  helpers.filter((helper) => text.includes(`${helper.split(" ")[1]}(`)).join("\n");

const helpers: readonly string[] = [
  `const note = (vErrors, pointer, expected) => vErrors.push({ pointer, expected });
`,
  `const isObject = (value) => value && typeof value === "object" && !Array.isArray(value);
`,
  `const required = (vErrors, pointer, value, names) => {
  for (const name of names) if (value[name] === undefined) note(vErrors, pointer + "/" + name, "a value");
};
`,
  `const types = (vErrors, pointer, value, members) => {
  for (const name in members) {
    const expected = members[name];
    const member = value[name];
    const fits = expected === "an integer" ? Number.isInteger(member) : expected === "a " + typeof member;
    if (member !== undefined && !fits) note(vErrors, pointer + "/" + name, expected);
  }
};
`,
];

const member = String.raw`(data\d*)\.([\w$]+)`;

const objectCheck = /(data\d*(?:\.[\w$]+|\["(?:[^"\\]|\\.)*"\])?) && typeof \1 == "object" && !Array\.isArray\(\1\)/g;

const requiredCheck = new RegExp(
  String.raw`if\(${member} === undefined\)\{\nnote\(vErrors, (.+), "a value"\);\n\}\n`,
  "g",
);

// What ajv asks of a word, a truth or a number; the expectation that follows says which.
const typeCheck = new RegExp(
  String.raw`if\(${member} !== undefined\)\{\n(?:let data\d+ = \1\.\2;\n)?if\([^&|\n]*(?:&& \(!\(\S+ % 1\) && !isNaN\(\S+\)\)\))?\)\{\nnote\(vErrors, (.+), ("an? (?:string|number|boolean|integer)")\);\n\}\n\}\n`,
  "g",
);

const twoRuns = /^((?:required|types)\(vErrors, .+, data\d*, )([[{].+)[\]}]\);\n\1[[{](.+\n)/gm;

interface Check {
  readonly value: string;
  readonly place: string;
  readonly name: string;
  readonly entry: string;
}

const run = (check: string, helper: "required" | "types", { value, place, name, entry }: Check): string => {
  const below = `/${name}"`;
  if (!place.endsWith(below)) return check;
  const above = place.endsWith(`+"${below}`) ? place.slice(0, -below.length - 2) : `${place.slice(0, -below.length)}"`;
  const list = helper === "required" ? `[${entry}]` : `{${entry}}`;
  return `${helper}(vErrors, ${above}, ${value}, ${list});\n`;
};
