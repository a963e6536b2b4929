import type { Operation, SecurityScheme } from "../document/operation.ts";

/** What a request shows. */
export interface AuthResult {
  /** The key, where there is a good one. */
  readonly key?: string;
  /** Whether the request goes on to routing: always with a key, without one only where some operation wants none. */
  readonly isAdmitted: boolean;
  /** Whether there is a key, good or not. */
  readonly hasKey: boolean;
  /** What should stand before the key, where something else does. */
  readonly lackingPrefix?: string;
}

interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | string[]>>;
}

/**
 * Tells who may go on. Any key that is not empty is good, unless the good ones are listed. Runs before routing, as services
 * do, where every operation of the document wants a key.
 */
export const createAuthorizer = (
  operations: readonly Operation[],
  keys: readonly string[] | undefined,
): ((request: Credentials) => AuthResult) => {
  const declared = operations.flatMap(({ security }) => security).filter((schemes) => schemes.length > 0);
  const alternatives = [...new Map(declared.map((schemes) => [JSON.stringify(schemes), schemes])).values()];
  const isOpen = operations.some((operation) => !wantsKey(operation));
  return (request) => {
    let hasKey = false;
    for (const schemes of alternatives) {
      const shown = schemes.map((scheme) => credential(scheme, request));
      const [key] = shown;
      if (key === undefined || shown.includes(undefined)) continue;
      hasKey = true;
      const isGood = keys === undefined || shown.some((one) => one !== undefined && isListed(one, keys));
      if (isGood) return { key, isAdmitted: true, hasKey };
    }
    const lacking = alternatives.flat().find((scheme) => lacksPrefix(scheme, request));
    const prefix = lacking?.type === "apiKey" ? lacking.prefix : undefined;
    return { isAdmitted: isOpen, hasKey, ...(!hasKey && prefix !== undefined && { lackingPrefix: prefix }) };
  };
};

/** Whether an operation is only for those who show a key. */
export const wantsKey = ({ security }: Operation): boolean =>
  security.length > 0 && security.every((schemes) => schemes.length > 0);

const credential = (scheme: SecurityScheme, request: Credentials): string | undefined => {
  const shown = written(scheme, request);
  const prefix = scheme.type === "apiKey" ? scheme.prefix : undefined;
  if (prefix === undefined || shown === undefined) return shown;
  return hasPrefix(shown, prefix) ? nonEmpty(shown.slice(prefix.length)) : undefined;
};

// The word before a key is read without its case, as schemes of HTTP are.
const hasPrefix = (shown: string, prefix: string): boolean => shown.toLowerCase().startsWith(prefix.toLowerCase());

const lacksPrefix = (scheme: SecurityScheme, request: Credentials): boolean => {
  const shown = written(scheme, request);
  return (
    scheme.type === "apiKey" && scheme.prefix !== undefined && shown !== undefined && !hasPrefix(shown, scheme.prefix)
  );
};

const written = (scheme: SecurityScheme, { headers, query }: Credentials): string | undefined => {
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
