/**
 * What a job is called, from the path of its status operation: the last word before the id, in the singular.
 *
 * @example
 * ```ts
 * nameOfJob("/v1/image-generations/{id}/status"); // "imageGeneration"
 * ```
 */
export const nameOfJob = (path: string): string => {
  const segments = path.split("/").filter((segment) => segment !== "");
  const firstId = segments.findLastIndex((segment) => segment.startsWith("{"));
  const before = firstId === -1 ? segments : segments.slice(0, firstId);
  const named = before.filter(
    (segment) => !/^(?:v\d[\w.]*|api|pub|public|rest|beta)$/i.test(segment) && !segment.startsWith("{"),
  );
  const telling = named.filter(
    (segment) => !/^(?:status|result|results|get|query|fetch|retrieve|check)$/i.test(segment),
  );
  return camelCase(singular(telling.at(-1) ?? named.at(-1) ?? "job")) || "job";
};

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
    .replace(/^[0-9]+/, "");
};

/** `predictions` → `prediction`, `batches` → `batch`, `queries` → `query`; what has no plural stays. */
export const singular = (word: string): string => {
  if (/(?:ss|us|is)$/i.test(word) || !/[a-z]s$/i.test(word)) return word;
  if (/ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  return /(?:ch|sh|x|ss)es$/i.test(word) ? word.slice(0, -2) : word.slice(0, -1);
};
