import { isJsonList, isJsonObject, type Json, type JsonObject, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { declaredJobs } from "../openapi/jobs.ts";
import { operationsOf } from "../openapi/operations.ts";
import { placeOf, resolverOf } from "../openapi/references.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import { type Locate, locatorOf } from "./locate.ts";
import type { Problem } from "./problem.ts";
import { type Finding, runRedocly } from "./run-redocly.ts";

/**
 * What is wrong with the merged document as OpenAPI. What the overlay wrote, what concerns a job and what keeps a client from being made
 * are errors, each with its place. The vendor's other faults are habits, and nothing of ours stumbles over them: a warning for each rule.
 */
export const openapiProblems = async (spec: MergedSpec): Promise<readonly Problem[]> => {
  const findings = await runRedocly(spec.document);
  if (findings.length === 0) return [];
  const locate = locatorOf(spec);
  const concerns = concernsOf(spec.document);
  const isOurs = ({ rule, tokens }: Finding): boolean =>
    breakingRules.has(rule) || locate(tokens).file === spec.files.overlay.path || concerns(tokens);
  const errors = findings.filter(isOurs);
  const habits = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (isOurs(finding)) continue;
    const key = habitOf(finding);
    habits.set(key, [...(habits.get(key) ?? []), finding]);
  }
  return [
    ...errors.map((finding) => problemOf(finding, locate)),
    ...[...habits.values()].map((same) => habitProblem(same, spec.document, locate)),
  ];
};

/** Without these a client cannot be made, or calls the wrong operation. */
const breakingRules: ReadonlySet<string> = new Set([
  "no-unresolved-refs",
  "no-identical-paths",
  "operation-operationId",
  "operation-operationId-unique",
  "operation-parameters-unique",
  "path-parameters-defined",
  "path-declaration-must-exist",
]);

const problemOf = ({ rule, message, suggestions, tokens }: Finding, locate: Locate): Problem => ({
  ...locate(tokens),
  path: jsonPointer(tokens),
  message: `${plain(message)} (${rule})`,
  fix: suggestions.length === 0 ? "Correct it in the overlay." : `Did you mean ${suggestions.join(" or ")}?`,
});

const plain = (message: string): string => message.trim().replace(/\.$/, "");

/** One rule is one habit; `struct` is many, told apart by the member that is not expected. */
const habitOf = ({ rule, message }: Finding): string =>
  rule === "struct" ? `${rule} ${/`[^`]*`/.exec(message)?.[0] ?? ""}` : rule;

const habitProblem = (same: readonly Finding[], document: JsonObject, locate: Locate): Problem => {
  const [first] = same;
  if (first === undefined) throw new TypeError("Failed to fold a habit: it has no finding. Report this.");
  const others = same.length - 1;
  const count = others === 0 ? "" : `, and in ${others} more ${others === 1 ? "place" : "places"}`;
  const cure = cureOf(first, document);
  return {
    ...problemOf(first, locate),
    severity: "warning",
    message: `no job is concerned: ${plain(first.message)} (${first.rule})${count}`,
    fix:
      cure === undefined
        ? "It can stay; report it to the vendor, or correct it in the overlay."
        : `It can stay, or add ${cure}.`,
  };
};

/** The one action that mends every place of a habit, where there is one. */
const cureOf = ({ rule, message }: Finding, document: JsonObject): string | undefined =>
  rule === "struct" && message.includes("`nullable`") && textAt(document, "openapi")?.startsWith("3.1") === true
    ? 'one action for all of them: { target: $, description: "assumed: nullable is 3.0\'s word", update: { openapi: 3.0.3 } }'
    : undefined;

/** Whether a place is part of what a job is started, polled and read with: its operations, and all that they refer to. */
const concernsOf = (document: JsonObject): ((tokens: readonly string[]) => boolean) => {
  const jobs = declaredJobs(document);
  const resolve = resolverOf(document);
  const roots = new Set<string>(["/x-errors"]);
  const follow = (value: Json | undefined, place: readonly string[]): void => {
    const root = jsonPointer(place);
    if (roots.has(root)) return;
    roots.add(root);
    for (const reference of referencesIn(value)) {
      const target = placeOf({ $ref: reference }, []);
      if (target.length > 0) follow(valueAt(document, target), target);
    }
  };
  for (const { id, operation, pathItem, tokens } of operationsOf(document)) {
    const links = Object.values(objectAt(operation, "responses")).flatMap((response) =>
      Object.values(objectAt(tolerant(resolve, response), "links")).map((link) =>
        textAt(tolerant(resolve, link), "operationId"),
      ),
    );
    const ids = new Set([id, ...links]);
    if (!jobs.some(({ status }) => ids.has(status.id))) continue;
    follow(operation, tokens);
    follow(pathItem["parameters"], [...tokens.slice(0, -1), "parameters"]);
  }
  return (tokens) => tokens.some((_, index) => roots.has(jsonPointer(tokens.slice(0, index + 1))));
};

// A reference into nowhere is a finding of its own.
const tolerant = (resolve: ReturnType<typeof resolverOf>, value: Json): JsonObject => {
  try {
    return resolve(value);
  } catch {
    return {};
  }
};

const valueAt = (document: JsonObject, tokens: readonly string[]): Json | undefined =>
  tokens.reduce<Json | undefined>(
    (value, token) => (isJsonList(value) ? value[Number(token)] : memberOf(value, token)),
    document,
  );

function* referencesIn(value: Json | undefined): Generator<string> {
  if (isJsonList(value)) for (const entry of value) yield* referencesIn(entry);
  if (!isJsonObject(value)) return;
  const reference = textAt(value, "$ref");
  if (reference !== undefined) yield reference;
  for (const member of Object.values(value)) yield* referencesIn(member);
}
