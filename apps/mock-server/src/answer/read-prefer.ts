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
  const wishes = new Map<string, string>();
  for (const part of (header ?? "").split(/[,;]/)) {
    const [name = "", value = ""] = part.split("=");
    wishes.set(name.trim().toLowerCase(), value.trim().replaceAll('"', ""));
  }
  for (const name of ["code", "example", "dynamic", "seed"]) {
    const value = query[`__${name}`];
    if (typeof value === "string") wishes.set(name, value);
  }
  const [code, example, dynamic, seed] = ["code", "example", "dynamic", "seed"].map((name) => wishes.get(name));
  const preferences = {
    ...(code !== undefined && /^\d{3}$/.test(code) && { code: Number(code) }),
    ...(example !== undefined && example !== "" && { exampleKey: example }),
    ...(dynamic === "true" && { dynamic: true }),
    ...(seed !== undefined && seed !== "" && { seed }),
  };
  const asked = Object.keys(preferences);
  return asked.length === 0 || (asked.length === 1 && preferences.code === 200) ? undefined : preferences;
};
