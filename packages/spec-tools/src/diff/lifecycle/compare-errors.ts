import type { Finding } from "../finding.ts";
import { isObject, sameJson } from "../json.ts";
import { listOf, memberOf, rootNode, type SpecDocument, type SpecNode } from "../spec-node.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** The kinds of errors that the HTTP code alone does not tell: code that handles a kind depends on when it is given. */
export const compareErrors = (old: SpecDocument, revised: SpecDocument): readonly Finding[] => {
  const [before, after] = [rulesOf(old), rulesOf(revised)];
  const lost = before.filter((rule) => !after.some((other) => sameJson(rule.value, other.value)));
  const gained = after.filter((rule) => !before.some((other) => sameJson(rule.value, other.value)));
  const moved = lost.length === 0 && gained.length === 0 && !sameJson(before.map(valueOf), after.map(valueOf));
  return [
    ...lost.map((rule) => finding("major", "error-kind-lost", rule, `${textOf(rule)} is no longer told apart.`, "old")),
    ...gained.map((rule) => finding("minor", "error-kind", rule, `${textOf(rule)} is now told apart.`, "new")),
    ...(moved && after[0] !== undefined
      ? [
          finding(
            "minor",
            "error-order",
            after[0],
            "The rules that tell errors apart are tried in another order.",
            "new",
          ),
        ]
      : []),
  ];
};

const rulesOf = (document: SpecDocument): readonly SpecNode[] => listOf(memberOf(rootNode(document), "x-errors"));

const valueOf = ({ value }: SpecNode): unknown => value;

const finding = (
  bump: Finding["bump"],
  change: string,
  rule: SpecNode,
  message: string,
  side: "old" | "new",
): Finding => ({
  bump,
  change,
  pointer: rule.pointer,
  message,
  ...(side === "old" ? { old: rule.value } : { new: rule.value }),
});

const textOf = ({ value }: SpecNode): string =>
  isObject(value) ? `An error ${String(value["status"])} of the kind ${mdCode(String(value["kind"]))}` : "An error";
