import type { Finding } from "../finding.ts";
import { capitalized, type CompareSchemas, type Side, type Spot } from "../schema/spot.ts";
import { followed, memberOf, type SpecNode, valueAt } from "../spec-node.ts";
import { compareContent } from "./compare-content.ts";
import { compareTexts } from "./compare-texts.ts";
import type { Operation } from "./operations-of.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** The body of a request. `side` is "response" in callbacks, where the service sends it. */
export const compareRequestBody = (
  old: Operation,
  revised: Operation,
  side: Side,
  compare: CompareSchemas,
): readonly Finding[] => {
  const [before, after] = [bodyOf(old), bodyOf(revised)];
  const spot: Spot = { side, place: `the request body of ${mdCode(revised.name)}`, path: "" };
  if (before === undefined && after === undefined) return [];
  if (before === undefined || after === undefined) return [appeared(before, after, spot)];
  return [
    ...requiredness(before, after, spot),
    ...compareContent(memberOf(before, "content"), memberOf(after, "content"), spot, compare),
    ...compareTexts(before, after, ["description"], capitalized(spot.place)),
  ];
};

const bodyOf = ({ node }: Operation): SpecNode | undefined => {
  const body = memberOf(node, "requestBody");
  return body === undefined ? undefined : followed(body);
};

const isRequired = (body: SpecNode | undefined): boolean => valueAt(body, "required") === true;

const appeared = (before: SpecNode | undefined, after: SpecNode | undefined, { side, place }: Spot): Finding => {
  const breaking = after === undefined || (side === "request" && isRequired(after));
  return {
    bump: breaking ? "major" : "minor",
    change: after === undefined ? "body-removed" : "body-added",
    pointer: (after ?? before)?.pointer ?? "",
    message:
      after === undefined
        ? `${capitalized(place)} was removed.`
        : `${capitalized(place)} is new${breaking ? " and required" : ""}.`,
    ...(before === undefined ? {} : { old: isRequired(before) ? "required" : "optional" }),
    ...(after === undefined ? {} : { new: isRequired(after) ? "required" : "optional" }),
  };
};

const requiredness = (before: SpecNode, after: SpecNode, { side, place }: Spot): readonly Finding[] => {
  const [was, is] = [isRequired(before), isRequired(after)];
  if (was === is) return [];
  const breaking = side === "request" ? is : was;
  return [
    {
      bump: breaking ? "major" : "minor",
      change: "body-required",
      pointer: after.pointer,
      message: `${capitalized(place)} is now ${is ? "required" : "optional"}.`,
      old: was ? "required" : "optional",
      new: is ? "required" : "optional",
    },
  ];
};
