import type { ApiModel } from "./api-model.ts";
import type { JobCall } from "./follow-ups.ts";
import type { Operation } from "./operation.ts";

/**
 * Writes a path whose id has slashes as one that has a single segment for each parameter, by which routers find an operation;
 * any other path stays as it is.
 */
export const createSegmentReader = ({ jobs, operations }: ApiModel): ((method: string, path: string) => string) => {
  const calls = jobs.flatMap(({ declaration, operation, id, followUps }): readonly Template[] => {
    if (declaration.id.segments !== true) return [];
    const status = id.in === "path" ? [{ operation, name: id.at }] : [];
    return [...status, ...followUps.flatMap((followUp) => idsOf(followUp))].map(templateOf);
  });
  // What has the most words of its own is meant: `/jobs/{id}/cancel` before `/jobs/{id}`.
  const templates = calls.toSorted((a, b) => b.words - a.words);
  if (templates.length === 0) return (_, path) => path;
  const plain = operations.map((operation) => ({ method: operation.method, pattern: patternOf(operation.path) }));
  return (method, path) => {
    if (plain.some((one) => one.method === method && one.pattern.test(path))) return path;
    const found = templates.find((template) => template.method === method && template.pattern.test(path));
    const [, before = "", id = "", after = ""] = found?.pattern.exec(path) ?? [];
    return found === undefined ? path : `${before}${id.replaceAll("/", "%2F")}${after}`;
  };
};

interface Template {
  readonly method: string;
  /** What stands before the id, the id, and what stands after it. */
  readonly pattern: RegExp;
  readonly words: number;
}

const idsOf = ({ operation, request }: JobCall): readonly { operation: Operation; name: string }[] =>
  request.flatMap(({ place, value }) =>
    value.is === "id" && place.in === "path" ? [{ operation, name: place.at }] : [],
  );

const templateOf = ({ operation, name }: { operation: Operation; name: string }): Template => {
  const [before = "", after = ""] = operation.path.split(`{${name}}`);
  return {
    method: operation.method,
    pattern: new RegExp(`^(${sourceOf(before)})(.+)(${sourceOf(after)})$`),
    words: operation.path.split("/").filter((part) => part !== "" && !part.includes("{")).length,
  };
};

const patternOf = (path: string): RegExp => new RegExp(`^${sourceOf(path)}$`);

const sourceOf = (path: string): string =>
  path
    .split(/\{[^}]*\}/)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join("[^/]+");
