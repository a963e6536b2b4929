import { compareUnknown, knownMembers } from "../compare-unknown.ts";
import type { Finding } from "../finding.ts";
import { capitalized, type CompareSchemas, type Side, type Spot } from "../schema/spot.ts";
import { memberOf, membersOf, type SpecNode } from "../spec-node.ts";
import { compareContent } from "./compare-content.ts";
import { compareHeaders } from "./compare-headers.ts";
import { compareLinks } from "./compare-links.ts";
import { compareTexts } from "./compare-texts.ts";
import type { Operation } from "./operations-of.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** The responses of an operation. `side` is "request" in callbacks, where the client is the one that responds. */
export const compareResponses = (
  old: Operation,
  revised: Operation,
  side: Side,
  compare: CompareSchemas,
): readonly Finding[] => {
  const [before, after] = [responsesOf(old), responsesOf(revised)];
  const findings: Finding[] = [];
  for (const [code, response] of before) {
    const counterpart = counterpartOf(code, after);
    const place =
      code === "default"
        ? `the default response of ${mdCode(revised.name)}`
        : `the ${code} response of ${mdCode(revised.name)}`;
    if (counterpart === undefined) findings.push(removed(code, response, { side, place, path: "" }, before));
    else findings.push(...compareResponse(response, counterpart, { side, place, path: "" }, compare));
  }
  for (const [code, response] of after) if (!before.has(code)) findings.push(added(code, response, revised));
  return findings;
};

const responsesOf = ({ node }: Operation): ReadonlyMap<string, SpecNode> =>
  new Map(
    [...membersOf(memberOf(node, "responses"))]
      .filter(([code]) => !code.startsWith("x-"))
      .map(([code, response]) => [code.toUpperCase() === "DEFAULT" ? "default" : code.toUpperCase(), response]),
  );

/** A code that is no longer listed may still be described by its range, a range by its first code never. */
const counterpartOf = (code: string, after: ReadonlyMap<string, SpecNode>): SpecNode | undefined =>
  after.get(code) ?? (/^\d{3}$/.test(code) ? after.get(`${code.charAt(0)}XX`) : undefined);

const compareResponse = (old: SpecNode, revised: SpecNode, spot: Spot, compare: CompareSchemas): readonly Finding[] => [
  ...compareContent(memberOf(old, "content"), memberOf(revised, "content"), spot, compare),
  ...compareHeaders(memberOf(old, "headers"), memberOf(revised, "headers"), spot, compare),
  ...compareLinks(memberOf(old, "links"), memberOf(revised, "links"), spot),
  ...compareUnknown(old, revised, knownMembers.response, capitalized(spot.place)),
  ...compareTexts(old, revised, ["description"], capitalized(spot.place)),
];

/**
 * A success that is gone takes its body along. An error that is no longer listed costs a client nothing: whatever the service sends
 * instead is classified by its code. `default` is the success where no other is listed.
 */
const removed = (
  code: string,
  response: SpecNode,
  { side, place }: Spot,
  all: ReadonlyMap<string, SpecNode>,
): Finding => {
  const isSuccess =
    code.startsWith("2") || (code === "default" && ![...all.keys()].some((other) => other.startsWith("2")));
  return {
    bump: isSuccess || side === "request" ? "major" : "patch",
    change: "response-removed",
    pointer: response.pointer,
    message: `${capitalized(place)} is no longer listed.`,
    old: code,
  };
};

const added = (code: string, response: SpecNode, operation: Operation): Finding => ({
  bump: "minor",
  change: "response-added",
  pointer: response.pointer,
  message: `The operation ${mdCode(operation.name)} now lists ${code === "default" ? "a default response" : `the response ${code}`}.`,
  new: code,
});
