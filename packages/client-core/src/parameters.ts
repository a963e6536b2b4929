import {
  createQuerySerializer,
  defaultPathSerializer,
  type HeadersOptions,
  mergeHeaders,
  serializeArrayParam,
  serializeObjectParam,
  serializePrimitiveParam,
} from "openapi-fetch";
import type { ApiOperation, ApiParameter } from "./api-description.ts";
import type { GivenInit } from "./client-options.ts";

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

/** Made for an operation, it changes the options of a call so that the request is written as it is declared. */
export type RequestWriter = (
  operation: ApiOperation,
  clientHeaders?: HeadersOptions,
) => (given: GivenInit) => GivenInit;

/**
 * Writes the parameters of a call as its operation declares them, with openapi-fetch's own serializers, and adds those that
 * have one legal value where none is given. For APIs that declare parameters of the query, cookies, styles of the path, lists
 * in headers, or such values: others do without this file.
 */
export const declaredParameters: RequestWriter = ({ parameters = [] }, clientHeaders) => {
  const declared = new Map(parameters.flatMap((each) => (each.in === "query" ? [[each.name, each]] : [])));
  const pathSerializer = styledPath(parameters);
  const undeclared = createQuerySerializer<Readonly<Record<string, unknown>>>();
  const querySerializer = (query: Readonly<Record<string, unknown>>): string =>
    Object.entries(query)
      .map(([name, value]) => {
        const parameter = declared.get(name);
        return parameter ? serialized(parameter, value) : undeclared({ [name]: value });
      })
      .filter((pair) => pair !== "")
      .join("&");
  return (given: GivenInit): GivenInit => {
    const params = withConstants(parameters, given, clientHeaders);
    if (given.querySerializer === undefined)
      for (const { name, required } of declared.values())
        if (required && (params.query?.[name] ?? undefined) === undefined) throw new TypeError(`${name} is missing`);
    const cookie = cookieHeader(params.cookie, parameters);
    const header = { ...headerTexts(params.header, parameters), ...(cookie !== undefined && { cookie }) };
    return {
      ...(pathSerializer && { pathSerializer }),
      querySerializer,
      ...given,
      params: { ...params, header },
    };
  };
};

/** Writes path parameters that are declared in another style than a plain one: openapi-fetch reads it from marks in the path. */
const styledPath = (parameters: readonly ApiParameter[]): PathSerializer | undefined => {
  const marks = new Map(
    parameters.flatMap(({ name, in: place, style = "simple", explode = false }) => {
      const mark = { label: ".", matrix: ";" }[style] ?? "";
      return place === "path" && (mark !== "" || explode)
        ? [[`{${name}}`, `{${mark}${name}${explode ? "*" : ""}}`]]
        : [];
    }),
  );
  if (marks.size === 0) return undefined;
  return (path, given) =>
    defaultPathSerializer(
      path.replaceAll(parameter, (part) => marks.get(part) ?? part),
      given,
    );
};

/** Headers as texts: OpenAPI writes lists and objects in them with commas. */
const headerTexts = (given: Given = {}, parameters: readonly ApiParameter[]): Given => {
  const exploded = new Set(
    parameters.flatMap(({ name, in: place, explode }) => (place === "header" && explode ? [name.toLowerCase()] : [])),
  );
  const textOf = (name: string, value: object): string => {
    if (Array.isArray(value)) return value.join(",");
    const joiner = exploded.has(name.toLowerCase()) ? "=" : ",";
    return Object.entries(value)
      .map((member) => member.join(joiner))
      .join(",");
  };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null ? textOf(name, value) : value,
    ]),
  );
};

/** The parameters of a call, with the values that are the only ones in place of what is not given. */
const withConstants = (
  parameters: readonly ApiParameter[],
  { params = {}, headers }: GivenInit,
  clientHeaders: HeadersOptions | undefined,
): NonNullable<GivenInit["params"]> => {
  const filled: Record<string, Readonly<Record<string, unknown>>> = { ...params };
  for (const { name, in: place, value } of parameters) {
    if (value === undefined) continue;
    const isHeader = place === "header";
    const sameName = (other: string): boolean =>
      other === name || (isHeader && other.toLowerCase() === name.toLowerCase());
    const isGiven =
      Object.entries(params[place] ?? {}).some(
        ([other, given]) => sameName(other) && (given ?? undefined) !== undefined,
      ) ||
      (isHeader && mergeHeaders(clientHeaders, headers).has(name));
    if (!isGiven) filled[place] = { ...filled[place], [name]: value };
  }
  return filled;
};

const serialized = (parameter: ApiParameter, value: unknown): string => {
  const { style = "form", explode = style === "form" || style === "deepObject", allowReserved = false } = parameter;
  // The serializers write names as they are given.
  const name = encodedName(parameter.name);
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return serializePrimitiveParam(name, `${value}`, { allowReserved });
  if (Array.isArray(value)) {
    const items = value.filter((item) => item !== undefined && item !== null);
    return items.length === 0
      ? ""
      : serializeArrayParam(name, items, { style: arrayStyle(style), explode, allowReserved });
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return members.length === 0
    ? ""
    : serializeObjectParam(name, Object.fromEntries(members.map(([key, member]) => [encodedName(key), member])), {
        style: style === "deepObject" ? style : "form",
        explode,
        allowReserved,
      });
};

const encodedName = (name: string): string =>
  encodeURIComponent(name).replaceAll("%5B", "[").replaceAll("%5D", "]").replaceAll("%24", "$");

const arrayStyle = (style: string): "form" | "spaceDelimited" | "pipeDelimited" =>
  style === "spaceDelimited" || style === "pipeDelimited" ? style : "form";

/**
 * The `Cookie` header for cookie parameters, which openapi-fetch would drop.
 *
 * @throws TypeError where the platform's fetch sends none, as in a browser.
 */
const cookieHeader = (cookies: Given = {}, parameters: readonly ApiParameter[]): string | undefined => {
  const given = Object.entries(cookies).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return undefined;
  const names = given.map(([name]) => name).join(", ");
  if (!new Request("http://localhost", { headers: { cookie: "a=b" } }).headers.has("cookie"))
    throw new TypeError(`the cookie parameter ${names} cannot be sent by this platform's fetch`);
  const declared = new Map(parameters.flatMap((each) => (each.in === "cookie" ? [[each.name, each]] : [])));
  return given
    .map(([name, value]) =>
      typeof value === "object"
        ? serialized(declared.get(name) ?? { name, in: "cookie" }, value)
        : `${encodeURIComponent(name)}=${encodeURIComponent(`${value}`)}`,
    )
    .filter((pair) => pair !== "")
    .join("; ");
};
