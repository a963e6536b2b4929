import { isObject, sameJson, stringsOf } from "../json.ts";
import { memberOf, membersOf, rootNode, type SpecDocument, type SpecNode, valueAt } from "../spec-node.ts";

/** One way to be let in: every scheme it names, with the scopes it asks for. Without schemes: nobody is asked. */
export type Requirement = ReadonlyMap<string, readonly string[]>;

/** The ways in at a node that may have a `security` of its own; undefined where it has none. */
export const requirementsAt = (node: SpecNode): readonly Requirement[] | undefined => {
  const list = valueAt(node, "security");
  if (!Array.isArray(list)) return undefined;
  const requirements = list
    .filter(isObject)
    .map((entry) => new Map(Object.entries(entry).map(([name, scopes]) => [name, stringsOf(scopes)])));
  return requirements.length === 0 ? [new Map()] : requirements;
};

/** Whether somebody who satisfies `held` is let in by `asked`. */
export const satisfies = (held: Requirement, asked: Requirement): boolean =>
  [...asked].every(([name, scopes]) => {
    const own = held.get(name);
    return own !== undefined && scopes.every((scope) => own.includes(scope));
  });

export const schemesOf = (document: SpecDocument): ReadonlyMap<string, SpecNode> =>
  membersOf(memberOf(memberOf(rootNode(document), "components"), "securitySchemes"));

/** What of a scheme the wire shows. */
export const wireOfScheme = (scheme: SpecNode | undefined): Readonly<Record<string, unknown>> => ({
  type: valueAt(scheme, "type"),
  in: valueAt(scheme, "in"),
  name: headerOrName(scheme),
  scheme: String(valueAt(scheme, "scheme") ?? "").toLowerCase(),
  openIdConnectUrl: valueAt(scheme, "openIdConnectUrl"),
});

/** The names of schemes that only got another name: new → old. */
export const renamedSchemes = (old: SpecDocument, revised: SpecDocument): ReadonlyMap<string, string> => {
  const [before, after] = [schemesOf(old), schemesOf(revised)];
  const renamed = new Map<string, string>();
  for (const [name, scheme] of after) {
    if (before.has(name)) continue;
    const match = [...before].find(
      ([oldName, other]) => !after.has(oldName) && sameJson(wireOfScheme(other), wireOfScheme(scheme)),
    );
    if (match !== undefined) renamed.set(name, match[0]);
  }
  return renamed;
};

const headerOrName = (scheme: SpecNode | undefined): unknown => {
  const name = valueAt(scheme, "name");
  return valueAt(scheme, "in") === "header" ? String(name).toLowerCase() : name;
};
