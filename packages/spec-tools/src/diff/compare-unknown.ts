import type { Finding } from "./finding.ts";
import { isObject, sameJson } from "./json.ts";
import { memberOf, type SpecNode } from "./spec-node.ts";
import { mdCode } from "../text/markdown-text.ts";

/** Marks a change that our comparison has no word for, and about which redocly is asked. */
export const unknownChange = "unknown-member";

/**
 * Members that a newer specification, or somebody's own dialect, put where we know every member: what their change means cannot be told
 * here, so it is reported as the least, and a second opinion is asked for. Extensions (`x-…`) mean nothing to a client.
 */
export const compareUnknown = (
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  known: ReadonlySet<string>,
  subject: string,
): readonly Finding[] =>
  [...new Set([...namesIn(old), ...namesIn(revised)])]
    .filter((name) => !known.has(name) && !name.startsWith("x-"))
    .flatMap((name): readonly Finding[] => {
      const [before, after] = [memberOf(old, name), memberOf(revised, name)];
      if (sameJson(before?.value, after?.value)) return [];
      return [
        {
          bump: "patch",
          change: unknownChange,
          pointer: (after ?? before)?.pointer ?? "",
          message: `${subject} changed in ${mdCode(name)}, which this comparison does not know.`,
          ...(before === undefined ? {} : { old: before.value }),
          ...(after === undefined ? {} : { new: after.value }),
        },
      ];
    });

/** The members that each object of the specification has, as far as they are compared or have no effect. */
export const knownMembers: Readonly<Record<"operation" | "parameter" | "response" | "media", ReadonlySet<string>>> = {
  operation: new Set(
    "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers".split(
      " ",
    ),
  ),
  parameter: new Set(
    "name in description required deprecated allowEmptyValue style explode allowReserved schema example examples content".split(
      " ",
    ),
  ),
  response: new Set("summary description headers content links".split(" ")),
  media: new Set("schema example examples encoding".split(" ")),
};

const namesIn = (node: SpecNode | undefined): readonly string[] =>
  isObject(node?.value) ? Object.keys(node.value) : [];
