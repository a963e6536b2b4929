import { resolvePointer, type RuntimeExpression } from "@genwait/lifecycle";

/** What a request carries. */
export interface RequestParts {
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** As an object where it is JSON or a form. */
  readonly body?: unknown;
}

/** The text that stands at a place of a request; undefined where there is none. */
export const valueAt = (place: RuntimeExpression, request: RequestParts, template: string): string | undefined => {
  const value = rawValueAt(place, request, template);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" || typeof first === "number" ? String(first) : undefined;
};

/** What stands at a place of a request; undefined where there is nothing. */
export const rawValueAt = (place: RuntimeExpression, request: RequestParts, template: string): unknown => {
  if (place.in === "body") return resolvePointer(request.body, place.at);
  if (place.in === "query") return Object.hasOwn(request.query, place.at) ? request.query[place.at] : undefined;
  if (place.in === "header") return request.headers[place.at];
  return place.in === "path" ? pathParameter(template, request.path, place.at) : undefined;
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
