/** What the document has against a request or a response, at one place of it. */
export interface Violation {
  /** `body`, `query`, `header` or `path`, then the names that lead to the place; empty where the body is missing. */
  readonly path: readonly string[];
  /** The keyword of the schema, such as `enum`. */
  readonly code: string;
  /** As the engine says it. */
  readonly message: string;
}

/** What is wrong, in words for the caller: `exportAs must be one of pdf, pptx, png`. Alternatives that all fail are one reason. */
export const reasonsOf = (violations: readonly Violation[]): readonly string[] => {
  const alternatives = new Set(
    violations.flatMap(({ code, path }) => (code === "oneOf" || code === "anyOf" ? [path.join("/")] : [])),
  );
  const told = violations.filter(({ code, path }) => code.endsWith("Of") || !alternatives.has(path.join("/")));
  return [...new Set(told.map(reasonOf))];
};

const reasonOf = ({ path: [place = "", ...names], message }: Violation): string => {
  if (place === "") return "the body is missing";
  const [, fault = message] = /^Re(?:quest|sponse) .*?((?:must|should) .*)$/s.exec(message) ?? [];
  const where = place === "body" ? "" : `${place} `;
  const subject = names.length === 0 ? (place === "body" ? "the body" : place) : where + pathText(names);
  const [, missing] = /^must have required property '(.*)'$/s.exec(fault) ?? [];
  if (missing !== undefined) return `${where}${pathText([...names, missing])} is required`;
  const [, extra] = /^must NOT have additional properties; found '(.*)'$/s.exec(fault) ?? [];
  if (extra !== undefined) return `${where}${pathText([...names, extra])} is not allowed`;
  const plain = fault
    .replace("must be equal to one of the allowed values: ", "must be one of ")
    .replace("must NOT have fewer than 1 characters", "must not be empty")
    .replace("must NOT ", "must not ");
  return `${subject} ${plain}`;
};

// As programmers write it: `[1].prompt.positive`.
const pathText = (names: readonly string[]): string =>
  names.reduce((text, name) => (/^\d+$/.test(name) ? `${text}[${name}]` : text === "" ? name : `${text}.${name}`), "");
