import type { Preferences } from "../engine/engine.ts";

/** What a request prefers, or why that cannot be read. */
export interface ReadPreferences {
  readonly preferences?: Preferences;
  readonly trouble?: string;
}

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
  for (const name of ["code", "example", "dynamic", "seed"]) {
    const value = query[`__${name}`];
    if (typeof value === "string") asked.set(name, value);
  }
  const [code, example, dynamic, seed] = ["code", "example", "dynamic", "seed"].map((name) => asked.get(name));
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
