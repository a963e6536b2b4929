/** What a page for browsers has of a spec: the text of it, or the address where it stands. */
export type SpecInHtml =
  | { readonly is: "text"; readonly text: string; readonly line: number }
  | { readonly is: "address"; readonly address: string };

/**
 * The OpenAPI document that a page of Redoc, Scalar or Swagger UI carries in a script, read as data: nothing on the page is run, and nothing
 * that it names is fetched.
 */
export const specInHtml = (page: string): SpecInHtml | undefined => {
  for (const { body, offset } of scriptsOf(page)) {
    for (const start of candidatesIn(body)) {
      const value = jsonAt(body, start);
      const found = value === undefined ? undefined : documentIn(value, 0);
      if (found !== undefined) {
        const line = page.slice(0, offset + start).split("\n").length;
        return { is: "text", text: JSON.stringify(found), line };
      }
    }
  }
  const address = specAddress
    .exec(page.slice(0, longestHead))
    ?.slice(1)
    .find((group) => group !== undefined);
  return address === undefined ? undefined : { is: "address", address: address.slice(0, 200) };
};

/** `<redoc spec-url="…">`, `<script id="api-reference" data-url="…">`, `SwaggerUIBundle({ url: "…"`. */
const specAddress =
  /(?:spec-url|data-url)\s*=\s*["']([^"'<>\s]+)["']|\burl\s*:\s*["']([^"'<>\s]+\.(?:json|ya?ml)[^"'<>\s]*)["']/i;

const longestHead = 200_000;

function* scriptsOf(page: string): Generator<{ readonly body: string; readonly offset: number }> {
  const opening = /<script\b[^>]*>/gi;
  for (let match = opening.exec(page); match !== null; match = opening.exec(page)) {
    const end = page.slice(opening.lastIndex).search(/<\/script/i);
    const offset = opening.lastIndex;
    const body = end === -1 ? page.slice(offset) : page.slice(offset, offset + end);
    yield { body, offset };
    opening.lastIndex = offset + body.length;
  }
}

/** Where an object may begin that is a document, or holds one: a script of JSON, and what known words are followed by. */
const candidatesIn = (body: string): readonly number[] => {
  const whole = /^\s*(?=\{)/.exec(body);
  const known =
    /(?:__redoc_state\s*=\s*|Redoc\.init\(\s*|["']?(?:swaggerDoc|spec|content)["']?\s*:\s*|=\s*)(?=\{)|(?=\{\s*"(?:openapi|swagger)"\s*:)/g;
  const starts = [...body.matchAll(known)].map((match) => match.index + match[0].length);
  return [...new Set([...(whole === null ? [] : [whole[0].length]), ...starts])].slice(0, mostCandidates);
};

/** A page has one or two; a text that is made of beginnings is an attack. */
const mostCandidates = 20;

const jsonAt = (text: string, start: number): unknown => {
  const end = endOfObject(text, start);
  if (end === undefined) return undefined;
  try {
    return JSON.parse(text.slice(start, end));
  } catch {
    return undefined;
  }
};

const endOfObject = (text: string, start: number): number | undefined => {
  let depth = 0;
  let isInText = false;
  for (let index = start; index < text.length; index += 1) {
    const sign = text[index];
    if (isInText) {
      if (sign === "\\") index += 1;
      else if (sign === '"') isInText = false;
    } else if (sign === '"') isInText = true;
    else if (sign === "{") depth += 1;
    else if (sign === "}") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return undefined;
};

/** The document itself, or one a few members down, as in `{ "spec": { "data": { "openapi": … } } }`. */
const documentIn = (value: unknown, depth: number): object | undefined => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const version: unknown = Reflect.get(value, "openapi") ?? Reflect.get(value, "swagger");
  if (typeof version === "string" && /^\d/.test(version) && "info" in value) return value;
  if (depth >= deepest) return undefined;
  for (const member of Object.values(value)) {
    const found = documentIn(member, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

const deepest = 4;

/** Whether a text is a page for browsers. */
export const looksLikeHtml = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(text.slice(0, 2000));
