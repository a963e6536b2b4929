import type { Change, Direction } from "./change.ts";
import { Changes, type Exchange, type Site } from "./changes.ts";
import { documentOf, memberOf, rootNode } from "./document.ts";
import { sameJson } from "./json.ts";
import { compareLifecycles, readOfErrorsOf } from "./lifecycle.ts";
import { callbacksOf, type Operation, operationsOf, pairOperations, webhooksOf, wirePath } from "./operations.ts";
import { compareParameters, compareRequestBody } from "./requests.ts";
import { compareResponses } from "./responses.ts";
import { unknownMembers } from "./schemas.ts";
import { compareSecurity, compareSecuritySchemes, renamedSchemes } from "./security.ts";
import { compareOwnServers, compareServers } from "./servers.ts";
import { compareTypeNames } from "./type-names.ts";

export interface DiffOptions {
  /**
   * Whether what only a typed client shows counts, too: names of operations, path parameters and component schemas, and lists of values
   * in responses that came, went or lost a value.
   *
   * @default true
   */
  readonly types?: boolean | undefined;
}

/**
 * What changed between two parsed OpenAPI documents, the weightiest first; nothing where they say the same in other words.
 *
 * @throws DocumentError for anything but OpenAPI 3.0, 3.1 or 3.2, and for references that leave the document or lead nowhere
 *
 * @example
 * ```ts
 * const changes = diffDocuments(old, revised);
 * console.log(bumpOf(changes), changes.map(({ code, subject }) => `${code} ${subject.pointer}`));
 * ```
 */
export const diffDocuments = (
  old: unknown,
  revised: unknown,
  { types = true }: DiffOptions = {},
): readonly Change[] => {
  const changes = new Changes(documentOf(old, "the old document"), documentOf(revised, "the new document"), { types });
  const renamed = renamedSchemes(changes.old, changes.revised);
  compareServers(changes);
  compareOperations(changes, renamed);
  compareWebhooks(changes);
  compareSecuritySchemes(changes, renamed);
  compareLifecycles(changes);
  if (types) compareTypeNames(changes);
  compareInfo(changes);
  return changes.finish();
};

const compareInfo = (changes: Changes): void => {
  const [old, revised] = [rootNode(changes.old), rootNode(changes.revised)];
  const site: Site = { place: { in: "document" } };
  const [before, after] = [memberOf(old, "info"), memberOf(revised, "info")];
  for (const [member, code] of [
    ["title", "title-changed"],
    ["version", "version-changed"],
  ] as const) {
    const [was, is] = [memberOf(before, member)?.value, memberOf(after, member)?.value];
    if (!sameJson(was, is)) changes.add({ code, bump: "patch", old: was, new: is }, site, `/info/${member}`);
  }
  changes.addTexts(before, after, ["summary", "description", "termsOfService", "contact", "license"], site);
  changes.addTexts(old, revised, ["tags", "externalDocs"], site);
};

const compareOperations = (changes: Changes, renamed: ReadonlyMap<string, string>): void => {
  const { pairs, removed, added } = pairOperations(operationsOf(changes.old), operationsOf(changes.revised));
  for (const { name, node } of removed) {
    changes.add({ code: "operation-removed", bump: "major" }, siteOf(name), node.pointer);
  }
  for (const [old, revised] of pairs) {
    const site = siteOf(revised.name);
    compareName(changes, old, revised);
    const exchange = exchangeOf(old, revised, revised.name, undefined);
    compareExchange(changes, exchange);
    compareSecurity(changes, old, revised, renamed);
    compareOwnServers(changes, old, revised);
    compareCallbacks(changes, old, revised);
    for (const found of unknownMembers(old.node.value, revised.node.value, knownMembers)) {
      changes.add({ code: "keyword-changed", bump: "patch", ...found }, site, revised.node.pointer);
    }
    const path: Site = { ...site, place: { in: "path", name: revised.name.path } };
    changes.addTexts(old.item, revised.item, ["summary", "description"], path);
  }
  for (const { name, node } of added) {
    changes.add({ code: "operation-added", bump: "minor" }, siteOf(name), node.pointer);
  }
};

const siteOf = (operation: Operation["name"]): Site => ({ place: { in: "operation" }, operation });

const knownMembers: ReadonlySet<string> = new Set(
  "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers".split(
    " ",
  ),
);

/** Where an operation is called, and what typed clients call it. */
const compareName = (changes: Changes, { name: old }: Operation, { name: revised, node }: Operation): void => {
  const site = siteOf(revised);
  // The types stay where only the address changed, but a package that is out there calls an address that is gone.
  if (old.method !== revised.method || wirePath(old.path) !== wirePath(revised.path)) {
    const [was, is] = [`${old.method} ${old.path}`, `${revised.method} ${revised.path}`];
    changes.add({ code: "operation-moved", bump: "major", old: was, new: is }, site, node.pointer);
  }
  if (old.id === revised.id) return;
  const bump = old.id === undefined ? "minor" : changes.types ? "major" : "patch";
  changes.add(
    { code: "operation-renamed", bump, old: old.id, new: revised.id },
    site,
    memberOf(node, "operationId")?.pointer ?? node.pointer,
  );
};

const exchangeOf = (
  old: Operation,
  revised: Operation,
  operation: Exchange["operation"],
  within: Exchange["within"],
): Exchange => {
  const [sent, received]: readonly Direction[] =
    within === undefined ? ["request", "response"] : ["response", "request"];
  return { old, revised, operation, within, sent: sent ?? "request", received: received ?? "response" };
};

const compareExchange = (changes: Changes, exchange: Exchange): void => {
  const { old, revised, within } = exchange;
  compareParameters(changes, exchange);
  compareRequestBody(changes, exchange);
  compareResponses(changes, exchange, readOfErrorsOf(changes, old, revised));
  const site =
    within === undefined
      ? siteOf(revised.name)
      : { place: { in: within.kind, name: within.name } as const, operation: exchange.operation };
  changes.addDeprecation(old.node, revised.node, site);
  changes.addTexts(old.node, revised.node, ["summary", "description", "tags", "externalDocs"], site);
};

/** Requests that the service makes to its client: who sends and who receives change places. */
const compareCallbacks = (changes: Changes, old: Operation, revised: Operation): void => {
  compareCalls(changes, [callbacksOf(old), callbacksOf(revised)], revised.name);
};

const compareWebhooks = (changes: Changes): void => {
  compareCalls(changes, [webhooksOf(changes.old), webhooksOf(changes.revised)], undefined);
};

const compareCalls = (
  changes: Changes,
  [before, after]: readonly [ReadonlyMap<string, Operation>, ReadonlyMap<string, Operation>],
  operation: Exchange["operation"],
): void => {
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    const within = (is ?? was)?.within;
    if (within === undefined) continue;
    if (was !== undefined && is !== undefined) {
      compareExchange(changes, exchangeOf(was, is, operation, within));
      continue;
    }
    const site: Site = { place: { in: within.kind, name: within.name }, operation };
    if (is !== undefined) changes.add({ code: "callback-added", bump: "minor" }, site, is.node.pointer);
    else if (was !== undefined) changes.add({ code: "callback-removed", bump: "major" }, site, was.node.pointer);
  }
};
