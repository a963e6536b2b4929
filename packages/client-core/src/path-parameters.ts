import { defaultPathSerializer } from "openapi-fetch";

type Given = Readonly<Record<string, unknown>>;

export type PathSerializer = (path: string, parameters: Given) => string;

const parameter = /\{[^{}]+\}/g;

/** The names of the parameters of a path, without openapi-fetch's marks for their styles. */
export const pathParameterNames = (path: string): readonly string[] =>
  path.match(parameter)?.map((part) => part.slice(1, -1).replace(/^[.;]/, "").replace(/\*$/, "")) ?? [];

/** Whether a text can stand in a path: an address can spell it, and it leads nowhere else. */
export const isSegment = (text: string): boolean => text !== "" && text !== "." && text !== ".." && text.isWellFormed();

/**
 * What writes a path whose parameters keep to their places: nothing, `.` and `..` lead to another path than the
 * operation's. Undefined where openapi-fetch's own will do: for plain parameters, which it encodes.
 *
 * @throws TypeError for a parameter that is missing, or leads elsewhere.
 */
export const pathSerializerOf = (
  names: readonly string[],
  given: Given = {},
  own?: PathSerializer,
): PathSerializer | undefined => {
  let isPlain = own === undefined;
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) throw new TypeError(`${name} is missing`);
    if (typeof value === "object") isPlain = false;
    else if (!isSegment(`${value}`)) throw new TypeError(`${name} cannot be ${JSON.stringify(`${value}`)}`);
  }
  if (isPlain) return undefined;
  const serialize = own ?? defaultPathSerializer;
  return (path, parameters) => {
    const url = serialize(path, parameters);
    if (hasShape(url, path)) return url;
    throw new TypeError("its path parameters lead to another path");
  };
};

/** Whether an address has the segments of its template, and something in place of each parameter. */
const hasShape = (url: unknown, template: string): boolean => {
  if (typeof url !== "string" || !URL.canParse(url)) return false;
  const { href, search, hash } = new URL(url);
  const segments = href.split("/");
  const wanted = new URL(template.replaceAll(parameter, "{}")).href.split("/");
  return (
    search + hash === "" &&
    segments.length === wanted.length &&
    wanted.every((part, index) => (part.includes("%7B%7D") ? segments[index] !== "" : segments[index] === part))
  );
};
