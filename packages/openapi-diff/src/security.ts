import { isRecord } from "@genwait/lifecycle";

import type { Requirements } from "./change.ts";
import type { Changes, Site } from "./changes.ts";
import { memberOf, membersOf, rootNode, type SpecDocument, type SpecNode, textAt, valueAt } from "./document.ts";
import { sameJson, stringsOf } from "./json.ts";
import { type Operation, operationsOf } from "./operations.ts";

/** Compares who is let in: a caller who was, and no longer is, is broken. */
export const compareSecurity = (
  changes: Changes,
  old: Operation,
  revised: Operation,
  renamed: ReadonlyMap<string, string>,
): void => {
  const [before, written] = [requirementsOf(old, changes.old), requirementsOf(revised, changes.revised)];
  const after = written.map((requirement) =>
    Object.fromEntries(Object.entries(requirement).map(([name, scopes]) => [renamed.get(name) ?? name, scopes])),
  );
  const isShut = before.some((held) => !after.some((asked) => satisfies(held, asked)));
  const isOpened = after.some((asked) => !before.some((held) => satisfies(held, asked) && satisfies(asked, held)));
  if (!isShut && !isOpened) return;
  const place = memberOf(revised.node, "security") ?? memberOf(rootNode(changes.revised), "security");
  const [site, pointer] = [{ place: { in: "operation" }, operation: revised.name } as const, place?.pointer];
  const values = { old: before, new: written };
  changes.add(
    isShut
      ? { code: "security-tightened", bump: "major", ...values }
      : { code: "security-relaxed", bump: "minor", ...values },
    site,
    pointer ?? revised.node.pointer,
  );
};

/** The ways in of an operation: its own, else the document's, else everybody's. */
const requirementsOf = ({ node }: Operation, document: SpecDocument): Requirements => {
  const written = valueAt(node, "security") ?? valueAt(rootNode(document), "security");
  const list = Array.isArray(written) ? written.filter(isRecord) : [];
  if (list.length === 0) return [{}];
  return list.map((entry) =>
    Object.fromEntries(Object.entries(entry).map(([name, scopes]) => [name, stringsOf(scopes)])),
  );
};

/** Whether somebody who satisfies `held` is let in by `asked`. */
const satisfies = (held: Requirements[number], asked: Requirements[number]): boolean =>
  Object.entries(asked).every(([name, scopes]) => {
    const own = Object.hasOwn(held, name) ? held[name] : undefined;
    return own !== undefined && scopes.every((scope) => own.includes(scope));
  });

const schemesOf = (document: SpecDocument): ReadonlyMap<string, SpecNode> =>
  membersOf(memberOf(memberOf(rootNode(document), "components"), "securitySchemes"));

/** What of a scheme the wire shows. */
const wireOf = (scheme: SpecNode): Readonly<Record<string, unknown>> => {
  const name = valueAt(scheme, "name");
  return {
    type: valueAt(scheme, "type"),
    in: valueAt(scheme, "in"),
    name: valueAt(scheme, "in") === "header" ? String(name).toLowerCase() : name,
    scheme: (textAt(scheme, "scheme") ?? "").toLowerCase(),
    openIdConnectUrl: valueAt(scheme, "openIdConnectUrl"),
  };
};

/** The schemes that only got another name: new → old. */
export const renamedSchemes = (old: SpecDocument, revised: SpecDocument): ReadonlyMap<string, string> => {
  const [before, after] = [schemesOf(old), schemesOf(revised)];
  const free = new Map([...before].filter(([name]) => !after.has(name)));
  const renamed = new Map<string, string>();
  for (const [name, scheme] of after) {
    if (before.has(name)) continue;
    const match = [...free].find(([, other]) => sameJson(wireOf(other), wireOf(scheme)));
    if (match === undefined) continue;
    free.delete(match[0]);
    renamed.set(name, match[0]);
  }
  return renamed;
};

/** How keys and tokens are sent. A scheme that nothing asks for is only text. */
export const compareSecuritySchemes = (changes: Changes, renamed: ReadonlyMap<string, string>): void => {
  const [before, after] = [schemesOf(changes.old), schemesOf(changes.revised)];
  const asked = namesAsked(changes.old);
  for (const [name, scheme] of before) {
    const is = after.get(name);
    const site: Site = { place: { in: "security-scheme", name } };
    if (is !== undefined) compareScheme(changes, site, name, [scheme, is], asked.has(name));
    else if (![...renamed.values()].includes(name)) {
      changes.add({ code: "security-scheme-removed", bump: "patch", name }, site, scheme.pointer);
    }
  }
  for (const [name, scheme] of after) {
    if (before.has(name)) continue;
    const site: Site = { place: { in: "security-scheme", name } };
    const oldName = renamed.get(name);
    const was = oldName === undefined ? undefined : before.get(oldName);
    if (oldName === undefined || was === undefined) {
      changes.add({ code: "security-scheme-added", bump: "patch", name }, site, scheme.pointer);
    } else {
      changes.add({ code: "security-scheme-renamed", bump: "patch", old: oldName, new: name }, site, scheme.pointer);
      compareScheme(changes, site, name, [was, scheme], asked.has(oldName));
    }
  }
};

/** The schemes that some operation asks for. */
const namesAsked = (document: SpecDocument): ReadonlySet<string> =>
  new Set(operationsOf(document).flatMap((operation) => requirementsOf(operation, document).flatMap(Object.keys)));

const compareScheme = (
  changes: Changes,
  site: Site,
  name: string,
  [was, is]: readonly [SpecNode, SpecNode],
  isAsked: boolean,
): void => {
  if (!sameJson(wireOf(was), wireOf(is))) {
    const bump = isAsked ? "major" : "patch";
    changes.add({ code: "security-scheme-changed", bump, name, old: was.value, new: is.value }, site, is.pointer);
  }
  changes.addTexts(was, is, ["description", "bearerFormat"], site);
  const [before, after] = [membersOf(memberOf(was, "flows")), membersOf(memberOf(is, "flows"))];
  for (const flow of new Set([...before.keys(), ...after.keys()])) {
    const [old, revised] = [before.get(flow), after.get(flow)];
    if (old === undefined) {
      changes.add({ code: "security-flow-added", bump: "minor", name, flow }, site, revised?.pointer ?? "");
    } else if (revised === undefined) {
      const bump = isAsked ? "major" : "patch";
      changes.add({ code: "security-flow-removed", bump, name, flow }, site, old.pointer);
    } else if (!sameJson(old.value, revised.value)) {
      const bump = isBroken(old, revised) ? (isAsked ? "major" : "patch") : "minor";
      changes.add(
        { code: "security-flow-changed", bump, name, flow, old: old.value, new: revised.value },
        site,
        revised.pointer,
      );
    }
  }
};

const isBroken = (old: SpecNode, revised: SpecNode): boolean => {
  const scopes = membersOf(memberOf(revised, "scopes"));
  return (
    [...membersOf(memberOf(old, "scopes")).keys()].some((scope) => !scopes.has(scope)) ||
    ["authorizationUrl", "tokenUrl", "refreshUrl"].some((key) => valueAt(old, key) !== valueAt(revised, key))
  );
};
