import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { memberOf, membersOf, rootNode, type SpecDocument, type SpecNode, valueAt } from "../spec-node.ts";
import { compareTexts } from "./compare-texts.ts";
import type { Operation } from "./operations-of.ts";
import { renamedSchemes, type Requirement, requirementsAt, satisfies, schemesOf, wireOfScheme } from "./security.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** Who is let in: a caller who was, and no longer is, is broken. */
export const compareSecurity = (old: Operation, revised: Operation): readonly Finding[] => {
  const [before, after] = [requirementsOf(old), renamed(requirementsOf(revised), old, revised)];
  const shut = before.filter((held) => !after.some((asked) => satisfies(held, asked)));
  const opened = after.filter((asked) => !before.some((held) => sameRequirement(held, asked)));
  if (shut.length === 0 && opened.length === 0 && before.length === after.length) return [];
  const place = memberOf(revised.node, "security") ?? memberOf(rootNode(revised.node.document), "security");
  return [
    {
      bump: shut.length > 0 ? "major" : opened.length > 0 ? "minor" : "patch",
      change: "security",
      pointer: place?.pointer ?? revised.node.pointer,
      message: `The operation ${mdCode(revised.name)} now asks for ${textOf(after)}; it asked for ${textOf(before)}.`,
      old: before.map((requirement) => Object.fromEntries(requirement)),
      new: after.map((requirement) => Object.fromEntries(requirement)),
    },
  ];
};

/** How keys and tokens are sent. A scheme that nothing asks for is only text. */
export const compareSecuritySchemes = (old: SpecDocument, revised: SpecDocument): readonly Finding[] => {
  const [before, after] = [schemesOf(old), schemesOf(revised)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    const subject = `The security scheme ${mdCode(name)}`;
    if (was === undefined || is === undefined) return appeared(was, is, subject);
    const changed = !sameJson(wireOfScheme(was), wireOfScheme(is));
    return [
      ...(changed ? [changedScheme(was, is, subject)] : []),
      ...compareFlows(was, is, subject),
      ...compareTexts(was, is, ["description", "bearerFormat"], subject),
    ];
  });
};

const requirementsOf = ({ node }: Operation): readonly Requirement[] =>
  requirementsAt(node) ?? requirementsAt(rootNode(node.document)) ?? [new Map()];

const renamed = (requirements: readonly Requirement[], old: Operation, revised: Operation): readonly Requirement[] => {
  const names = renamedSchemes(old.node.document, revised.node.document);
  return requirements.map(
    (requirement) => new Map([...requirement].map(([name, scopes]) => [names.get(name) ?? name, scopes])),
  );
};

const sameRequirement = (left: Requirement, right: Requirement): boolean =>
  satisfies(left, right) && satisfies(right, left);

const textOf = (requirements: readonly Requirement[]): string =>
  requirements.map((requirement) => (requirement.size === 0 ? "nothing" : wordsOf(requirement))).join(" or ");

const wordsOf = (requirement: Requirement): string =>
  [...requirement].map(([name, scopes]) => mdCode([name, ...scopes].join(" "))).join(" and ");

const changedScheme = (was: SpecNode, is: SpecNode, subject: string): Finding => ({
  bump: "major",
  change: "security-scheme",
  pointer: is.pointer,
  message: `${subject} is sent in another way.`,
  old: was.value,
  new: is.value,
});

/** The requirements of the operations tell whether a scheme that came or went matters. */
const appeared = (was: SpecNode | undefined, is: SpecNode | undefined, subject: string): Finding => ({
  bump: "patch",
  change: "security-scheme-listed",
  pointer: (is ?? was)?.pointer ?? "",
  message: `${subject} ${is === undefined ? "is no longer described" : "is described now"}.`,
});

const compareFlows = (was: SpecNode, is: SpecNode, subject: string): readonly Finding[] => {
  const [before, after] = [membersOf(memberOf(was, "flows")), membersOf(memberOf(is, "flows"))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((flow): readonly Finding[] => {
    const [old, revised] = [before.get(flow), after.get(flow)];
    if (sameJson(old?.value, revised?.value)) return [];
    const lost = [...membersOf(memberOf(old, "scopes")).keys()].some(
      (scope) => !membersOf(memberOf(revised, "scopes")).has(scope),
    );
    const moved = ["authorizationUrl", "tokenUrl", "refreshUrl"].some(
      (key) => valueAt(old, key) !== valueAt(revised, key),
    );
    const breaking = revised === undefined || (old !== undefined && (lost || moved));
    return [
      {
        bump: breaking ? "major" : "minor",
        change: "security-flow",
        pointer: (revised ?? old)?.pointer ?? "",
        message: `${subject} ${revised === undefined ? "no longer has" : old === undefined ? "now has" : "has another"} ${mdCode(flow)} flow.`,
        ...(old === undefined ? {} : { old: old.value }),
        ...(revised === undefined ? {} : { new: revised.value }),
      },
    ];
  });
};
