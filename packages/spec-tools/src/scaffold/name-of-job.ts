import { clientMembers, moduleNames } from "../codegen/clashes.ts";

/**
 * What a job is called, from the path of its status operation: the last word before the id, in the singular.
 *
 * @example
 * ```ts
 * nameOfJob("/v1/image-generations/{id}/status"); // "imageGeneration"
 * ```
 */
export const nameOfJob = (path: string): string => {
  const segments = segmentsOf(path);
  const lastId = segments.findLastIndex(isParameter);
  const before = (lastId === -1 ? segments : segments.slice(0, lastId)).filter((segment) => !isParameter(segment));
  const names = before.map((segment) => camelCase(singular(withoutVerbs(segment)))).filter((name) => name !== "");
  return names.at(-1) ?? "task";
};

/** The segments of a path that tell something: no version, no `api`. */
export const segmentsOf = (path: string): readonly string[] =>
  path.split("/").filter((segment) => segment !== "" && !/^(?:v\d[\w.]*|api|pub|public|rest|beta)$/i.test(segment));

export const isParameter = (segment: string): boolean => segment.startsWith("{");

/** A name that the generator takes: no method that every client has, and no type that every package has. */
export const freeJobName = (name: string): string => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const isTaken =
    clientMembers.includes(name) || typeSuffixes.some((suffix) => moduleNames.includes(`${type}${suffix}`));
  return isTaken ? `${name}Job` : name;
};

/** What the generator puts behind a job's name. */
const typeSuffixes: readonly string[] =
  "State Result Job Item Pending Succeeded Partial Failed ItemPending ItemSucceeded ItemPartial ItemFailed".split(" ");

/** `get_result` names what is done and not what it is done to. */
const withoutVerbs = (segment: string): string =>
  segment
    .split(/[-_.]/)
    .filter((word) => !/^(?:get|query|fetch|retrieve|check|list|status|results?|details?|info)$/i.test(word))
    .join("-");

/** `image-generations` → `imageGenerations`; what cannot begin a name is dropped. */
export const camelCase = (text: string): string => {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/['’]/g, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return words
    .map((word) => word.toLowerCase())
    .map((word, index) => (index === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join("")
    .replace(/^[0-9]+/, "")
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
};

/** `predictions` → `prediction`, `batches` → `batch`, `queries` → `query`; what has no plural stays. */
export const singular = (word: string): string => {
  if (/(?:ss|us|is)$/i.test(word) || !/[a-z]s$/i.test(word)) return word;
  if (/ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  return /(?:ch|sh|x|ss)es$/i.test(word) ? word.slice(0, -2) : word.slice(0, -1);
};
