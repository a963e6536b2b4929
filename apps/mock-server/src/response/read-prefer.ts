import type { Preferences } from "../engine/engine.ts";

/** What a request prefers, or why that cannot be read. */
export interface ReadPreferences {
  readonly preferences?: Preferences;
  readonly trouble?: string;
}

const ownWords = ["code", "example", "dynamic", "seed"];

/** The headers that the document is asked about: a service may have words of its own in `Prefer`, and knows none of the mock's. */
export const withoutOwnWords = (headers: Readonly<Record<string, string>>): Record<string, string> => {
  const { prefer, ...others } = headers;
  const rest = (prefer ?? "")
    .split(/,/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && !ownWords.includes((part.split(/[=;]/)[0] ?? "").trim().toLowerCase()));
  return rest.length === 0 ? others : { ...others, prefer: rest.join(", ") };
};

/**
 * What a `Prefer` header asks for, or the engine's own query parameters (`__code`, `__example`, `__dynamic`, `__seed`).
 * `code=200` alone asks for nothing: it means the job's own state. Other preferences, as of RFC 7240, are ignored.
 */
export const readPrefer = (
  header: string | undefined,
  query: Readonly<Record<string, string | string[]>>,
): ReadPreferences => {
  const asked = new Map<string, string>();
  for (const part of header?.split(/[,;]/) ?? []) {
    const [name = "", value = ""] = part.split("=");
    asked.set(name.trim().toLowerCase(), value.trim().replaceAll('"', ""));
  }
  for (const name of ownWords) {
    const value = query[`__${name}`];
    if (typeof value === "string") asked.set(name, value);
  }
  const [code, example, dynamic, seed] = ownWords.map((name) => asked.get(name));
  if (code !== undefined && !/^\d{3}$/.test(code))
    return { trouble: `the preferred code is ${JSON.stringify(code)}, and no number of three digits` };
  if (dynamic !== undefined && dynamic !== "true" && dynamic !== "false")
    return { trouble: `dynamic is ${JSON.stringify(dynamic)}, and neither true nor false` };
  if (example === "") return { trouble: "the preferred example has no name" };
  const preferences = {
    ...(code !== undefined && { code: Number(code) }),
    ...(example !== undefined && { exampleKey: example }),
    ...(dynamic === "true" && { dynamic: true, ...(seed !== undefined && seed !== "" && { seed }) }),
  };
  const names = Object.keys(preferences);
  return names.length === 0 || (names.length === 1 && preferences.code === 200) ? {} : { preferences };
};
