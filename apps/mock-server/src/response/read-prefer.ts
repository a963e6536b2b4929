import type { Preferences } from "../engine/engine.ts";

/**
 * What a `Prefer` header asks for, or the engine's own query parameters (`__code`, `__example`, `__dynamic`, `__seed`).
 * `code=200` alone asks for nothing: it means the job's own state.
 */
export const readPrefer = (
  header: string | undefined,
  query: Readonly<Record<string, string | string[]>>,
): Preferences | undefined => {
  if (
    header === undefined &&
    query.__code === undefined &&
    query.__example === undefined &&
    query.__dynamic === undefined
  )
    return undefined;
  const asked = new Map<string, string>();
  for (const part of (header ?? "").split(/[,;]/)) {
    const [name = "", value = ""] = part.split("=");
    asked.set(name.trim().toLowerCase(), value.trim().replaceAll('"', ""));
  }
  for (const name of ["code", "example", "dynamic", "seed"]) {
    const value = query[`__${name}`];
    if (typeof value === "string") asked.set(name, value);
  }
  const [code, example, dynamic, seed] = ["code", "example", "dynamic", "seed"].map((name) => asked.get(name));
  const preferences = {
    ...(code !== undefined && /^\d{3}$/.test(code) && { code: Number(code) }),
    ...(example !== undefined && example !== "" && { exampleKey: example }),
    ...(dynamic === "true" && { dynamic: true }),
    ...(seed !== undefined && seed !== "" && { seed }),
  };
  const names = Object.keys(preferences);
  return names.length === 0 || (names.length === 1 && preferences.code === 200) ? undefined : preferences;
};
