import { mergeHeaders } from "openapi-fetch";
import type { RequestWriter } from "./parameters.ts";

/**
 * Writes bodies that are no JSON by the media type that their operation declares: `multipart/form-data` and
 * `application/x-www-form-urlencoded` from an object, any other from bytes or a text. A body that is one already, such as
 * a `FormData`, is sent as it is. For APIs that declare such bodies: others do without this file.
 */
export const bodies: RequestWriter = ({ body: declared }) => {
  const media = declared?.media.toLowerCase();
  if (media === undefined || /[/+]json\b/.test(media)) return (given) => given;
  const serialize = serializers.get(media) ?? ((body: unknown): unknown => whole(body, media));
  return (given) => {
    const { body, bodySerializer = serialize } = given;
    if (body === undefined) return given;
    // The platform names a form's boundary, a wildcard no type at all.
    const isNamed = !(media === "multipart/form-data" || media.includes("*"));
    const type = isNamed ? media : body instanceof Blob && body.type !== "" ? body.type : "application/octet-stream";
    const headers =
      media === "multipart/form-data" ? given.headers : mergeHeaders({ "content-type": type }, given.headers);
    return { ...given, ...(headers && { headers }), bodySerializer };
  };
};

/** An object as form fields. Lists are fields of one name; what has members of its own is JSON. */
const formOf = (body: unknown): unknown => {
  if (body instanceof FormData) return body;
  const form = new FormData();
  for (const [name, value] of fieldsOf(body)) {
    if (value instanceof Blob) form.append(name, value);
    else if (isBytes(value)) form.append(name, new Blob([value]));
    else form.append(name, textOf(value));
  }
  return form;
};

const parametersOf = (body: unknown): unknown =>
  body instanceof URLSearchParams || typeof body === "string"
    ? body
    : new URLSearchParams(fieldsOf(body).map(([name, value]) => [name, textOf(value)]));

const serializers: ReadonlyMap<string, (body: unknown) => unknown> = new Map([
  ["multipart/form-data", formOf],
  ["application/x-www-form-urlencoded", parametersOf],
]);

/** The members of an object, one for each element of a list; without those that are missing. */
const fieldsOf = (body: unknown): readonly (readonly [string, unknown])[] => {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new TypeError("the body of a form is an object");
  return Object.entries(body)
    .flatMap(([name, value]: [string, unknown]) =>
      (Array.isArray(value) ? value : [value]).map((one: unknown) => [name, one] as const),
    )
    .filter(([, value]) => value !== undefined && value !== null);
};

// As a field, not as a part of a type of its own: a part with a type is a file to many services.
const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : `${value}`);

const whole = (body: unknown, media: string): unknown => {
  if (typeof body === "string" || body instanceof Blob || isBytes(body) || body instanceof ReadableStream) return body;
  throw new TypeError(`a body of ${media} is bytes or text`);
};

const isBytes = (value: unknown): value is ArrayBuffer | ArrayBufferView<ArrayBuffer> =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value);
