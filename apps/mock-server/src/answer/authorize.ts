import type { Operation, SecurityScheme } from "../document/operation.ts";

/** What a request shows to be let in. */
export type Pass = { readonly ok: true; readonly key: string } | { readonly ok: false };

interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | string[]>>;
}

/**
 * Whether a request may go on. Any key that is not empty is good, unless the good ones are listed. Runs before routing, as
 * services do, where every operation of the document wants a key.
 */
export const authorize = (
  request: Credentials,
  operations: readonly Operation[],
  keys: readonly string[] | undefined,
): Pass => {
  const alternatives = operations.flatMap(({ security }) => security);
  const isOpen = operations.some(
    ({ security }) => security.length === 0 || security.some((schemes) => schemes.length === 0),
  );
  for (const schemes of alternatives) {
    const shown = schemes.map((scheme) => credential(scheme, request));
    const [key] = shown;
    if (key === undefined || shown.includes(undefined)) continue;
    if (keys === undefined || shown.some((one) => one !== undefined && isListed(one, keys))) return { ok: true, key };
  }
  return isOpen ? { ok: true, key: "" } : { ok: false };
};

const credential = (scheme: SecurityScheme, { headers, query }: Credentials): string | undefined => {
  if (scheme.type !== "apiKey")
    return fromAuthorization(scheme.type === "http" ? scheme.scheme : "bearer", headers.authorization);
  if (scheme.in === "header") return nonEmpty(headers[scheme.name]);
  if (scheme.in === "query")
    return nonEmpty(Object.entries(query).find(([name]) => name.toLowerCase() === scheme.name)?.[1]);
  return nonEmpty(cookie(headers.cookie ?? "", scheme.name));
};

const fromAuthorization = (scheme: string, header: string | undefined): string | undefined => {
  const [, given, value] = /^(\S+)\s+(.+)$/.exec(header ?? "") ?? [];
  return given?.toLowerCase() === scheme ? nonEmpty(value) : undefined;
};

const cookie = (header: string, name: string): string | undefined =>
  header
    .split(";")
    .map((pair) => pair.trim().split("="))
    .find(([key]) => key?.toLowerCase() === name)?.[1];

const nonEmpty = (value: string | string[] | undefined): string | undefined => {
  const first = typeof value === "string" ? value.trim() : value?.[0]?.trim();
  return first === "" ? undefined : first;
};

// Basic credentials are listed as people know them: `user:password`.
const isListed = (shown: string, keys: readonly string[]): boolean =>
  keys.includes(shown) || keys.includes(Buffer.from(shown, "base64").toString("utf8"));
