import { isJsonList, isJsonObject, type Json, type JsonObject, memberOf, objectAt, textAt } from "../openapi/json.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { declaredJobs } from "../openapi/jobs.ts";
import { operationsOf } from "../openapi/operations.ts";
import { placeOf, resolverOf } from "../openapi/references.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import { type Locate, locatorOf } from "./locate.ts";
import type { Problem } from "./problem.ts";
import { isUnknownMember, versionCure, wordOfOtherVersion } from "./openapi-version.ts";
import { type Finding, runRedocly } from "./run-redocly.ts";

/**
 * What is wrong with the merged document as OpenAPI. What the overlay wrote, what a job stumbles over and what keeps a client from being
 * made are errors, each with its place. The vendor's other faults are habits: a warning for each rule.
 */
export const openapiProblems = async (spec: MergedSpec): Promise<readonly Problem[]> => {
  const findings = await runRedocly(spec.document);
  if (findings.length === 0) return [];
  const locate = locatorOf(spec);
  const concerns = concernsOf(spec.document);
  const isError = (finding: Finding): boolean =>
    breakingRules.has(finding.rule) ||
    locate(finding.tokens).file === spec.files.overlay.path ||
    (concerns(finding.tokens) !== undefined && isStumbledOver(finding, spec.document, concerns));
  const errors = findings.filter(isError);
  const cured = Map.groupBy(errors, (finding) => {
    const word = wordOfOtherVersion(finding, spec.document);
    return word === undefined ? undefined : versionCure(word, spec.document);
  });
  const habits = Map.groupBy(
    findings.filter((finding) => !isError(finding)),
    habitOf,
  );
  return [
    ...[...cured].flatMap(([cure, same]) =>
      cure === undefined
        ? same.map((finding) => problemOf(finding, locate))
        : [{ ...foldedProblem(same, locate), fix: `Correct it in the overlay, or add ${cure}.` }],
    ),
    ...[...habits.values()].map((same) => habitProblem(same, spec.document, { locate, concerns })),
  ];
};

/**
 * Whether a fault of what a job is made of changes anything: an example that the mock sends, a word of the other version. A member that
 * nobody reads does not, nor does an example of what is sent to the service.
 */
const isStumbledOver = (finding: Finding, document: JsonObject, concerns: Concerns): boolean => {
  if (wordOfOtherVersion(finding, document) !== undefined) return true;
  if (exampleRules.has(finding.rule)) return concerns(finding.tokens) === "answers";
  return !isUnknownMember(finding);
};

const exampleRules: ReadonlySet<string> = new Set(["no-invalid-schema-examples", "no-invalid-media-type-examples"]);

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

/** Several of a kind as one, at the place of the first. */
const foldedProblem = (same: readonly Finding[], locate: Locate): Problem => {
  const [first] = same;
  if (first === undefined) throw new TypeError("Failed to fold a habit: it has no finding. Report this.");
  const others = same.length - 1;
  const count = others === 0 ? "" : `, and in ${others} more ${others === 1 ? "place" : "places"}`;
  const problem = problemOf(first, locate);
  return { ...problem, message: `${problem.message}${count}` };
};

const habitProblem = (
  same: readonly Finding[],
  document: JsonObject,
  { locate, concerns }: { readonly locate: Locate; readonly concerns: Concerns },
): Problem => {
  const folded = foldedProblem(same, locate);
  const [word] = same.flatMap((finding) => wordOfOtherVersion(finding, document) ?? []);
  const cure = word === undefined ? undefined : versionCure(word, document);
  const isOfNoJob = same.every(({ tokens }) => concerns(tokens) === undefined);
  return {
    ...folded,
    severity: "warning",
    message: `${isOfNoJob ? "no job is concerned" : "no job stumbles over it"}: ${folded.message}`,
    fix:
      cure === undefined
        ? "It can stay; report it to the vendor, or correct it in the overlay."
        : `It can stay, or add ${cure}.`,
  };
};

/** What a place is of what a job is started, polled and read with: what the service answers, what it is sent; or nothing of it. */
type Concerns = (tokens: readonly string[]) => "answers" | "requests" | undefined;

const concernsOf = (document: JsonObject): Concerns => {
  const jobs = declaredJobs(document);
  const resolve = resolverOf(document);
  const [answers, requests, whole] = [new Set<string>(["/x-errors"]), new Set<string>(), new Set<string>()];
  const follow = (roots: Set<string>, value: Json | undefined, place: readonly string[]): void => {
    const root = jsonPointer(place);
    if (value === undefined || roots.has(root)) return;
    roots.add(root);
    for (const reference of referencesIn(value)) {
      const target = placeOf({ $ref: reference }, []);
      if (target.length > 0) follow(roots, valueAt(document, target), target);
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
    whole.add(jsonPointer(tokens));
    for (const [member, value] of Object.entries(operation))
      follow(sentMembers.has(member) ? requests : answers, value, [...tokens, member]);
    follow(requests, pathItem["parameters"], [...tokens.slice(0, -1), "parameters"]);
  }
  return (tokens) => {
    if (isIn(answers, tokens)) return "answers";
    if (isIn(requests, tokens)) return "requests";
    return isIn(whole, tokens) ? "answers" : undefined;
  };
};

const isIn = (roots: ReadonlySet<string>, tokens: readonly string[]): boolean =>
  tokens.some((_, index) => roots.has(jsonPointer(tokens.slice(0, index + 1))));

const sentMembers: ReadonlySet<string> = new Set(["parameters", "requestBody"]);

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
