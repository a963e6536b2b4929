import type { Fact, Place, Step } from "./change.ts";
import { type Changes, type Exchange, type Site, siteIn } from "./changes.ts";
import { memberOf, membersOf, type SpecNode, valueAt } from "./document.ts";
import { sameJson } from "./json.ts";
import { compareContent } from "./requests.ts";
import { unknownMembers } from "./schemas.ts";

/** The members of error bodies that a client reads beside its types: JSON Pointers, by the status they are read at. */
export type ReadOfErrors = (status: string) => readonly string[];

/** The responses of an operation. In callbacks it is the client that responds. */
export const compareResponses = (changes: Changes, exchange: Exchange, readOfErrors: ReadOfErrors): void => {
  const [before, after] = [responsesOf(exchange.old.node), responsesOf(exchange.revised.node)];
  const removed = new Map<string, SpecNode>();
  const added = new Map([...after].filter(([status]) => !before.has(status)));
  for (const [status, response] of before) {
    const same = after.get(status) ?? (/^\d{3}$/.test(status) ? after.get(`${status.charAt(0)}XX`) : undefined);
    if (same === undefined) removed.set(status, response);
    else compareResponse(changes, siteOf(exchange, status, before, readOfErrors), response, same);
  }
  for (const [status, response] of removed) {
    const isError = isErrorAmong(status, before.keys());
    const moved = isError ? undefined : movedTo(changes, exchange, response, added);
    if (moved !== undefined) added.delete(moved);
    const bump = isError && exchange.received === "response" ? "patch" : "major";
    const fact: Fact =
      moved === undefined
        ? { code: "response-removed", bump, status }
        : { code: "response-status-changed", bump: "major", old: status, new: moved };
    changes.add(fact, siteOf(exchange, status, before, readOfErrors), response.pointer);
  }
  for (const [status, response] of added) {
    const fact = factOfAdded(changes, exchange, status, [response, before, after]);
    changes.add(fact, siteOf(exchange, status, after, readOfErrors), response.pointer);
  }
};

const responsesOf = (operation: SpecNode): ReadonlyMap<string, SpecNode> =>
  new Map(
    [...membersOf(memberOf(operation, "responses"))]
      .filter(([status]) => !status.startsWith("x-"))
      .map(([status, response]) => [status.toUpperCase() === "DEFAULT" ? "default" : status.toUpperCase(), response]),
  );

/** `default` is the success where no other is listed. */
const isErrorAmong = (status: string, all: Iterable<string>): boolean =>
  status === "default" ? [...all].some((other) => other.startsWith("2")) : !status.startsWith("2");

const siteOf = (
  exchange: Exchange,
  status: string,
  all: ReadonlyMap<string, SpecNode>,
  readOfErrors: ReadOfErrors,
): Site => {
  const isError = isErrorAmong(status, all.keys());
  const site = siteIn(exchange, { in: "response", status, isError }, exchange.received);
  if (!isError || exchange.within !== undefined) return site;
  const read = readOfErrors(status).map((pointer) => pointer.split("/").slice(1));
  // What an error's body looks like is in no type but those of components; it is read where a rule tells errors apart.
  return { ...site, isSoft: (path) => !read.some((tokens) => isOnTheWay(path, tokens)) };
};

/** Whether a change at a path is seen by who reads the member at a pointer. */
const isOnTheWay = (path: readonly Step[], tokens: readonly string[]): boolean =>
  path.every((step, index) => index >= tokens.length || typeof step !== "string" || step === tokens[index]);

/** The new success with the body of one that is gone. */
const movedTo = (
  changes: Changes,
  exchange: Exchange,
  response: SpecNode,
  added: ReadonlyMap<string, SpecNode>,
): string | undefined =>
  [...added].find(([status, other]) => status.startsWith("2") && isSameBody(changes, exchange, response, other))?.[0];

const isSameBody = (changes: Changes, { received }: Exchange, old: SpecNode, revised: SpecNode): boolean => {
  const [before, after] = [contentsOf(old), contentsOf(revised)];
  if ([...after.keys()].some((type) => !before.has(type))) return false;
  return [...before].every(([type, media]) => {
    const other = after.get(type);
    if (other === undefined) return false;
    return changes.schemas.bumpBetween(memberOf(media, "schema"), memberOf(other, "schema"), received) !== "major";
  });
};

const contentsOf = (response: SpecNode): ReadonlyMap<string, SpecNode> => membersOf(memberOf(response, "content"));

const factOfAdded = (
  changes: Changes,
  exchange: Exchange,
  status: string,
  [response, before, after]: readonly [SpecNode, ReadonlyMap<string, SpecNode>, ReadonlyMap<string, SpecNode>],
): Fact => {
  const added = (body: "same" | "other" | "none" | "error"): Fact => {
    // Who reads a result meets another one from now on. Where nothing was read, nothing is missed.
    const isRead = successes.some((other) => contentsOf(other).size > 0);
    const isBreaking = isRead && (body === "other" || body === "none") && exchange.received === "response";
    return { code: "response-added", bump: isBreaking ? "major" : "minor", status, body };
  };
  const successes = [...before].filter(([each]) => !isErrorAmong(each, before.keys())).map(([, each]) => each);
  if (isErrorAmong(status, after.keys())) return added("error");
  if (successes.some((other) => isSameBody(changes, exchange, other, response))) return added("same");
  return added(contentsOf(response).size === 0 ? "none" : "other");
};

const compareResponse = (changes: Changes, site: Site, old: SpecNode, revised: SpecNode): void => {
  compareContent(changes, memberOf(old, "content"), memberOf(revised, "content"), site);
  compareHeaders(changes, memberOf(old, "headers"), memberOf(revised, "headers"), site);
  compareLinks(changes, memberOf(old, "links"), memberOf(revised, "links"), site);
  for (const found of unknownMembers(old.value, revised.value, knownMembers)) {
    changes.add({ code: "keyword-changed", bump: "patch", ...found }, site, revised.pointer);
  }
  changes.addTexts(old, revised, ["summary", "description"], site);
};

const knownMembers: ReadonlySet<string> = new Set(["summary", "description", "headers", "content", "links"]);

/** The headers of a response; their names have no case. `Content-Type` is the content's own business. */
const compareHeaders = (
  changes: Changes,
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  { place, operation, direction = "response" }: Site,
): void => {
  const [before, after] = [headersOf(old), headersOf(revised)];
  const status = place.in === "response" ? place.status : "";
  const within = place.within === undefined ? {} : { within: place.within };
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    const name = (is ?? was)?.name ?? key;
    const header: Place = { in: "header", name, status, ...within };
    const site: Site = { place: header, operation, direction };
    if (was !== undefined && is !== undefined) compareHeader(changes, site, was.node, is.node);
    else if (is !== undefined) {
      const isBreaking = direction === "request" && valueAt(is.node, "required") === true;
      changes.add({ code: "header-added", bump: isBreaking ? "major" : "minor" }, site, is.node.pointer);
    } else if (was !== undefined) changes.add({ code: "header-removed", bump: "major" }, site, was.node.pointer);
  }
};

const headersOf = (
  headers: SpecNode | undefined,
): ReadonlyMap<string, { readonly name: string; readonly node: SpecNode }> =>
  new Map(
    [...membersOf(headers)]
      .map(([name, node]) => [name.toLowerCase(), { name, node }] as const)
      .filter(([name]) => name !== "content-type"),
  );

const compareHeader = (changes: Changes, site: Site, old: SpecNode, revised: SpecNode): void => {
  const [was, is] = [valueAt(old, "required") === true, valueAt(revised, "required") === true];
  if (was !== is) {
    const isBreaking = site.direction === "request" ? is : was;
    const code = is ? "header-required" : "header-optional";
    changes.add({ code, bump: isBreaking ? "major" : "minor" }, site, revised.pointer);
  }
  changes.addSchemas(memberOf(old, "schema"), memberOf(revised, "schema"), site);
  compareContent(changes, memberOf(old, "content"), memberOf(revised, "content"), site);
  changes.addDeprecation(old, revised, site);
  changes.addTexts(old, revised, ["description", "example", "examples"], site);
};

/** Links tell what to do with a response; nothing on the wire depends on them. Those that start jobs are the lifecycle's to judge. */
const compareLinks = (changes: Changes, old: SpecNode | undefined, revised: SpecNode | undefined, site: Site): void => {
  const [before, after] = [membersOf(old), membersOf(revised)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    const pointer = (is ?? was)?.pointer ?? "";
    if (was === undefined) changes.add({ code: "link-added", bump: "minor", name }, site, pointer);
    else if (is === undefined) changes.add({ code: "link-removed", bump: "patch", name }, site, pointer);
    else if (!sameJson(was.value, is.value)) {
      changes.add({ code: "link-changed", bump: "patch", name, old: was.value, new: is.value }, site, pointer);
    }
  }
};
