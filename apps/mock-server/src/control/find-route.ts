import { type ControlRoutes, type Handler } from "./route.ts";
import { problem } from "./problem.ts";

/** Finds the handler for a method and a place; one that refuses where there is none. */
export const findRoute = (
  routes: ControlRoutes,
  method: string,
  place: string,
): { readonly handler: Handler; readonly name: string } => {
  const [, shelf, name, action = ""] = /^(\/[a-z]+)\/([^/]+)(\/[a-z]+)?$/.exec(place) ?? [];
  const patterns = [place, ...(name === undefined ? [] : [`${shelf}/*${action}`])];
  for (const pattern of patterns) {
    const handler = routes[`${method} ${pattern}`];
    if (handler !== undefined) return { handler, name: pattern === place ? "" : decoded(name ?? "") };
  }
  const methods = Object.keys(routes).flatMap((key) => {
    const [verb = "", pattern = ""] = key.split(" ");
    return patterns.includes(pattern) ? [verb] : [];
  });
  const isKnown = methods.length > 0;
  const [status, title] = isKnown ? [405, "No such method"] : [404, "No such place"];
  const detail = `Failed to find ${method} ${place === "" ? "/" : place}: the control API has no such operation. GET /_mock/openapi.yaml describes it.`;
  const headers: Record<string, string> = isKnown ? { allow: [...new Set(methods)].join(", ") } : {};
  return { handler: () => ({ ...problem(status, title, detail), headers }), name: "" };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
