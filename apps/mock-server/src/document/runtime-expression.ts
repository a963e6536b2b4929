import { resolvePointer } from "@genwait/lifecycle";

/** A place in a request or a response, as OpenAPI's runtime expressions name it. */
export interface Place {
  readonly of: "request" | "response";
  readonly in: "body" | "header" | "path" | "query";
  /** A parameter's name, or a JSON Pointer into the body. */
  readonly at: string;
}

/** Reads `$request.path.id`, `$response.body#/id`, `$response.header.Location#…`; nothing for anything else. */
export const readExpression = (expression: unknown): Place | undefined => {
  if (typeof expression !== "string") return undefined;
  const [, of, rest] = /^\$(request|response)\.(.+)$/.exec(expression) ?? [];
  if (rest === undefined || (of !== "request" && of !== "response")) return undefined;
  const [, pointer] = /^body(?:#(.*))?$/.exec(rest) ?? [];
  if (rest === "body" || pointer !== undefined) return { of, in: "body", at: pointer ?? "" };
  const [, place, name] = /^(header|path|query)\.(.+)$/.exec(rest) ?? [];
  if (name === undefined || (place !== "header" && place !== "path" && place !== "query")) return undefined;
  return { of, in: place, at: place === "header" ? name.toLowerCase() : name };
};

/** What a request carries. */
export interface RequestParts {
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The text that stands at a place of a request; undefined where there is none. */
export const valueAt = (place: Place, request: RequestParts, template: string): string | undefined => {
  const value = rawValueAt(place, request, template);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" || typeof first === "number" ? String(first) : undefined;
};

/** What stands at a place of a request; undefined where there is nothing. */
export const rawValueAt = (place: Place, request: RequestParts, template: string): unknown => {
  if (place.in === "body") return resolvePointer(request.body, place.at);
  if (place.in === "query") return request.query[place.at];
  return place.in === "header" ? request.headers[place.at] : pathParameter(template, request.path, place.at);
};

const pathParameter = (template: string, path: string, name: string): string | undefined => {
  const values = path.split("/");
  for (const [index, part] of template.split("/").entries()) {
    const [before, after] = part.split(`{${name}}`);
    const value = values[index];
    if (before === undefined || after === undefined || value === undefined) continue;
    return decode(value.slice(before.length, value.length - after.length));
  }
  return undefined;
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
