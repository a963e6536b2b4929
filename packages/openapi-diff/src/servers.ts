import type { Place } from "./change.ts";
import type { Changes, Site } from "./changes.ts";
import {
  listOf,
  memberOf,
  membersOf,
  rootNode,
  type SpecDocument,
  type SpecNode,
  textAt,
  valueAt,
} from "./document.ts";
import { sameJson, stringsOf } from "./json.ts";
import type { Operation } from "./operations.ts";

/** The addresses of the document. The effective one is told once, whatever moved it. */
export const compareServers = (changes: Changes): void => {
  const [old, revised] = [rootNode(changes.old), rootNode(changes.revised)];
  const base = baseUrlOf(changes.old);
  // Without a server requests go to where the document is.
  const newBase = baseUrlOf(changes.revised) ?? (base === undefined ? undefined : "/");
  compareAt(changes, [old, revised], [base, newBase], { place: { in: "document" } });
};

/** The addresses that a path or an operation has of its own. */
export const compareOwnServers = (changes: Changes, old: Operation, revised: Operation): void => {
  const operation = revised.name;
  const places: readonly (readonly [SpecNode, SpecNode, Place])[] = [
    [old.item, revised.item, { in: "path", name: operation.path }],
    [old.node, revised.node, { in: "operation" }],
  ];
  for (const [before, after, place] of places) {
    const effective = [before, after].map((node) => effectiveUrl(listOf(memberOf(node, "servers"))[0]));
    compareAt(changes, [before, after], [effective[0], effective[1]], { place, operation });
  }
};

/** Where a client sends its requests, and its key with them: `x-base-url`, else the first server with its variables filled in. */
const baseUrlOf = (document: SpecDocument): string | undefined => {
  const root = rootNode(document);
  const pinned = textAt(root, "x-base-url");
  return pinned === undefined ? effectiveUrl(listOf(memberOf(root, "servers"))[0]) : trimmed(pinned);
};

const effectiveUrl = (server: SpecNode | undefined): string | undefined => {
  const url = textAt(server, "url");
  if (url === undefined) return undefined;
  const variables = membersOf(memberOf(server, "variables"));
  const filled = url.replaceAll(/\{([^{}]+)\}/g, (written, name: string) => {
    const value = valueAt(variables.get(name), "default");
    return value === undefined ? written : `${String(value)}`;
  });
  return trimmed(filled);
};

/** A slash at the end makes no difference, since paths begin with one. */
const trimmed = (url: string): string => url.replace(/\/$/, "");

/** Whether two addresses are the same to a client: the case of a host, or the port that its scheme has anyway, make no difference. */
const isSameAddress = (one: string, other: string): boolean => one === other || canonical(one) === canonical(other);

const canonical = (url: string): string => (URL.canParse(url) ? trimmed(new URL(url).href) : url);

const compareAt = (
  changes: Changes,
  [old, revised]: readonly [SpecNode, SpecNode],
  [base, newBase]: readonly [string | undefined, string | undefined],
  site: Site,
): void => {
  const [before, after] = [serversOf(old), serversOf(revised)];
  const isMoved = base !== undefined && newBase !== undefined && !isSameAddress(base, newBase);
  if (isMoved) {
    const pointer = memberOf(revised, "x-base-url")?.pointer ?? `${revised.pointer}/servers/0/url`;
    changes.add({ code: "base-url-changed", bump: "major", old: base, new: newBase }, site, pointer);
  }
  // The addresses that the move is about are told by it.
  const told = isMoved
    ? [...before]
        .slice(0, 1)
        .concat([...after].slice(0, 1))
        .map(([url]) => url)
    : [];
  const found = new Set<SpecNode>();
  for (const [url, server] of before) {
    // A variable with the value that stood there before is another way to write the same address.
    const same =
      after.get(url) ??
      [...after.values()].find((other) => isSameAddress(effectiveUrl(other) ?? "", effectiveUrl(server) ?? ""));
    if (same !== undefined) {
      found.add(same);
      compareServer(changes, site, [server, same], { url, isMoved });
    } else if (!told.includes(url)) {
      changes.add({ code: "server-removed", bump: "major", url, left: [...after.keys()] }, site, server.pointer);
    }
  }
  for (const [url, server] of after) {
    if (found.has(server) || told.includes(url)) continue;
    changes.add({ code: "server-added", bump: "minor", url }, site, server.pointer);
  }
};

const serversOf = (node: SpecNode): ReadonlyMap<string, SpecNode> =>
  new Map(
    listOf(memberOf(node, "servers")).flatMap((server): readonly (readonly [string, SpecNode])[] => {
      const url = textAt(server, "url");
      return url === undefined ? [] : [[trimmed(url), server]];
    }),
  );

const compareServer = (
  changes: Changes,
  site: Site,
  [old, revised]: readonly [SpecNode, SpecNode],
  { url, isMoved }: { readonly url: string; readonly isMoved: boolean },
): void => {
  changes.addTexts(old, revised, ["description"], site);
  const after = membersOf(memberOf(revised, "variables"));
  for (const [variable, was] of membersOf(memberOf(old, "variables"))) {
    const is = after.get(variable);
    if (is === undefined) continue;
    // A value that is no longer listed is an address that is gone.
    const [values, newValues] = [stringsOf(valueAt(was, "enum")), stringsOf(valueAt(is, "enum"))];
    const known = values.length > 0 ? values : [String(valueAt(was, "default"))];
    const removed = newValues.length === 0 ? [] : known.filter((value) => !newValues.includes(value));
    const isOther = !sameJson(values, newValues) || (!isMoved && valueAt(was, "default") !== valueAt(is, "default"));
    if (removed.length > 0) {
      changes.add({ code: "server-variable-narrowed", bump: "major", url, variable, removed }, site, is.pointer);
    } else if (isOther) {
      changes.add(
        { code: "server-variable-changed", bump: "minor", url, variable, old: was.value, new: is.value },
        site,
        is.pointer,
      );
    }
    changes.addTexts(was, is, ["description"], site);
  }
};
