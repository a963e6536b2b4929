import type { FoundOperation } from "./found-operations.ts";
import { camelCase, isParameter, segmentsOf, singular } from "./name-of-job.ts";
import { clientMembers, moduleNames } from "../codegen/clashes.ts";
import { isIdentifier } from "../text/typescript-text.ts";
import { startMethod } from "../codegen/names.ts";
import { textAt } from "../openapi/json.ts";

/** An operation that gets a name of its own, and what the name is made from. */
export interface NamedOperation {
  readonly operation: FoundOperation;
  readonly id: string;
  /** Absent when the vendor's own name stays. */
  readonly source?: string;
}

/** A name for every operation: the vendor's where it can be a method's, else one from its summary or its path; no two the same. */
export const nameOperations = (operations: readonly FoundOperation[]): readonly NamedOperation[] => {
  const taken = new Set<string>();
  const own = operations.map(({ operation }) => {
    const id = textAt(operation, "operationId");
    if (id === undefined || !isIdentifier(id) || isReserved(id) || isMadeFromPath(id) || taken.has(id))
      return undefined;
    taken.add(id);
    return id;
  });
  return operations.map((operation, index) => {
    const kept = own[index];
    return kept === undefined ? rename(operation, taken) : { operation, id: kept };
  });
};

const rename = (operation: FoundOperation, taken: Set<string>): NamedOperation => {
  const former = textAt(operation.operation, "operationId");
  const why = whyRenamed(former);
  const fromSummary = nameFromSummary(textAt(operation.operation, "summary") ?? "");
  const fromPath = nameFromPath(operation);
  for (const [id, source] of [
    [fromSummary, "its summary"],
    [fromPath, "its path"],
  ] as const) {
    if (id === undefined || taken.has(id) || isReserved(id)) continue;
    taken.add(id);
    return { operation, id, source: `${source}; ${why}` };
  }
  let number = 2;
  while (taken.has(`${fromPath}${number}`)) number += 1;
  taken.add(`${fromPath}${number}`);
  return { operation, id: `${fromPath}${number}`, source: `its path; ${why}` };
};

/** A create gives its name to a method and to two types; every package has some of its own. */
const isReserved = (id: string): boolean => {
  const method = startMethod(id);
  const type = `${method.charAt(0).toUpperCase()}${method.slice(1)}`;
  return (
    clientMembers.includes(method) || ["Body", "Response"].some((suffix) => moduleNames.includes(`${type}${suffix}`))
  );
};

const whyRenamed = (former: string | undefined): string => {
  if (former === undefined) return "upstream names none";
  if (isMadeFromPath(former)) return `upstream's name, ${former}, is the path once more`;
  if (isReserved(former)) return `upstream's name, ${former}, is one that every client has`;
  return isIdentifier(former)
    ? `upstream names two operations ${former}`
    : `upstream's name, ${former}, can be no method's`;
};

/** `get_result_v1_get_result_get`, as FastAPI makes them. */
const isMadeFromPath = (id: string): boolean => /^[a-z0-9]+(?:_+[a-z0-9]+){3,}_(?:get|post|put|patch|delete)$/.test(id);

/** `Create a prediction` → `createPrediction`; undefined for a summary that does not begin with a verb, or is a sentence. */
const nameFromSummary = (summary: string): string | undefined => {
  const words = summary
    .replaceAll(/\([^)]*\)/g, " ")
    .split(/[^A-Za-z0-9'’-]+/)
    .filter((word) => word !== "" && !/^(?:a|an|the|your|one|of|by|id)$/i.test(word));
  const first = words[0]?.toLowerCase() ?? "";
  return verbs.has(first) && words.length > 1 && words.length <= 5 ? camelCase(words.join(" ")) : undefined;
};

const verbs: ReadonlySet<string> = new Set(
  "get list create cancel delete update start submit generate retrieve query check upload fetch search send run stop remove poll read show make".split(
    " ",
  ),
);

/** `DELETE /v1/tasks/{id}` → `deleteTask`, `POST /v1/tasks/{id}/cancel` → `cancelTask`, `GET /v1/tasks` → `listTasks`. */
const nameFromPath = ({ path, method }: FoundOperation): string => {
  const segments = segmentsOf(path);
  const nouns = segments.filter((segment) => !isParameter(segment));
  const last = segments.at(-1) ?? "";
  const endsWithId = isParameter(last);
  const isOnOne = isParameter(segments.at(-2) ?? "") && nouns.length > 1;
  if (!endsWithId && method === "post" && isOnOne && singular(last) === last)
    return camelCase(`${last} ${singular(nouns.at(-2) ?? "")}`);
  const resource = nouns
    .slice(-2)
    .map((noun, index, all) => (endsWithId || method !== "get" || index < all.length - 1 ? singular(noun) : noun));
  return camelCase(`${verbOf(method, endsWithId, last)} ${resource.join(" ")}`);
};

const verbOf = (method: string, endsWithId: boolean, last: string): string => {
  if (method === "get") return endsWithId || singular(last) === last ? "get" : "list";
  if (method === "post") return "create";
  return method === "delete" ? "delete" : "update";
};
