import {
  createQuerySerializer,
  defaultPathSerializer,
  serializeArrayParam,
  serializeObjectParam,
  serializePrimitiveParam,
} from "openapi-fetch";
import type { ApiOperation, ApiParameter } from "./api-description.ts";

/** Parameters by their places, as openapi-fetch takes them. */
export interface GivenParameters {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly cookie?: Readonly<Record<string, unknown>>;
}

export type PathSerializer = (path: string, parameters: Readonly<Record<string, unknown>>) => string;

/** The names of the parameters of a path, without openapi-fetch's marks for their styles. */
export const pathParameterNames = (path: string): readonly string[] =>
  path.match(/\{[^{}]+\}/g)?.map((part) => part.slice(1, -1).replace(/^[.;]/, "").replace(/\*$/, "")) ?? [];

/**
 * Checks that each parameter of a path keeps to its place: nothing, `.` and `..` lead to another path than the
 * operation's.
 *
 * @throws TypeError for one that does not.
 */
export const checkPathParameters = (names: readonly string[], given: GivenParameters["path"] = {}): void => {
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) throw new TypeError(`${name} is missing`);
    if (typeof value !== "object" && !isSegment(`${value}`))
      throw new TypeError(`${name} cannot be ${JSON.stringify(`${value}`)}`);
  }
};

/** Whether a text can stand in a path: an address can spell it, and it leads nowhere else. */
export const isSegment = (text: string): boolean => text !== "" && text !== "." && text !== ".." && text.isWellFormed();

/**
 * A path serializer that is not believed: what it gives must have the shape of the path. Needed for one of the caller's,
 * and for parameters that are lists or objects.
 */
export const checkedPathSerializer =
  (serialize: PathSerializer = defaultPathSerializer): PathSerializer =>
  (path, given) => {
    const url = serialize(path, given);
    if (typeof url === "string" && hasShape(url, path)) return url;
    throw new TypeError("its path parameters lead to another path");
  };

const hasShape = (url: string, template: string): boolean => {
  const wanted = URL.canParse(template) ? new URL(template.replaceAll(/\{[^{}]+\}/g, "0")) : undefined;
  const found = URL.canParse(url) ? new URL(url) : undefined;
  if (!wanted || !found || found.origin !== wanted.origin || found.search !== "" || found.hash !== "") return false;
  const names = template.slice(template.length - template.split("/").slice(3).join("/").length).split("/");
  const literals = wanted.pathname.split("/").slice(1);
  const segments = found.pathname.split("/").slice(1);
  return (
    segments.length === literals.length &&
    segments.every((segment, index) => (names[index]?.includes("{") ? segment !== "" : segment === literals[index]))
  );
};

/** Whether a call needs a path serializer that is checked. */
export const hasStructuredParameter = (names: readonly string[], given: GivenParameters["path"] = {}): boolean =>
  names.some((name) => typeof given[name] === "object");

/** @throws TypeError for a required parameter of the query that is missing. */
export const checkQueryParameters = (
  parameters: readonly ApiParameter[] | undefined,
  given: GivenParameters["query"],
): void => {
  for (const { name, in: place, required } of parameters ?? [])
    if (place === "query" && required && (given?.[name] ?? undefined) === undefined)
      throw new TypeError(`${name} is missing`);
};

/**
 * Writes a query as its parameters are declared, each with openapi-fetch's own serializer; undefined for an operation that
 * declares none.
 */
export const querySerializerOf = ({
  parameters,
}: Pick<ApiOperation, "parameters">): ((query: Readonly<Record<string, unknown>>) => string) | undefined => {
  const declared = new Map(
    parameters?.flatMap((parameter) => (parameter.in === "query" ? [[parameter.name, parameter]] : [])),
  );
  if (declared.size === 0) return undefined;
  const undeclared = createQuerySerializer<Readonly<Record<string, unknown>>>();
  return (query) =>
    Object.entries(query)
      .map(([name, value]) => {
        const parameter = declared.get(name);
        return parameter ? serialized(parameter, value) : undeclared({ [name]: value });
      })
      .filter((pair) => pair !== "")
      .join("&");
};

const serialized = (parameter: ApiParameter, value: unknown): string => {
  const { style = "form", explode = style === "form" || style === "deepObject", allowReserved = false } = parameter;
  // The serializers write names as they are given.
  const name = encodedName(parameter.name);
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    const items = value.filter((item) => item !== undefined && item !== null);
    return items.length === 0
      ? ""
      : serializeArrayParam(name, items, { style: arrayStyle(style), explode, allowReserved });
  }
  if (typeof value !== "object") return serializePrimitiveParam(name, `${value}`, { allowReserved });
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined || member === null ? [] : [[encodedName(key), member] as const],
  );
  return members.length === 0
    ? ""
    : serializeObjectParam(name, Object.fromEntries(members), {
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
export const cookieHeader = (cookies: GivenParameters["cookie"] = {}): string | undefined => {
  const given = Object.entries(cookies).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return undefined;
  const probe = new Request("http://localhost", { headers: { cookie: "a=b" } });
  if (!probe.headers.has("cookie"))
    throw new TypeError(
      `the cookie parameter ${given.map(([name]) => name).join(", ")} cannot be sent by this platform's fetch`,
    );
  return given.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(`${value}`)}`).join("; ");
};
