import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { shown } from "../schema/spot.ts";
import { memberOf, type SpecNode } from "../spec-node.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** Members that only people and documentation read: their change is worth a patch, because the generated code repeats them. */
export const compareTexts = (
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  members: readonly string[],
  subject: string,
): readonly Finding[] =>
  members.flatMap((member) => {
    const [before, after] = [memberOf(old, member), memberOf(revised, member)];
    if (sameJson(before?.value, after?.value)) return [];
    const pointer = after?.pointer ?? before?.pointer ?? "";
    const verb = after === undefined ? "no longer has" : before === undefined ? "now has" : "has another";
    return {
      bump: "patch",
      change: member,
      pointer,
      message: `${subject} ${verb}${phraseOf(member, before === undefined || after === undefined)}.`,
      ...(before === undefined ? {} : { old: before.value }),
      ...(after === undefined ? {} : { new: after.value }),
    };
  });

/** The name of the API, which the client's documentation carries. */
export const compareTitle = (old: SpecNode | undefined, revised: SpecNode | undefined): readonly Finding[] => {
  const [before, after] = [memberOf(old, "title"), memberOf(revised, "title")];
  if (sameJson(before?.value, after?.value)) return [];
  const [was, is] = [before, after].map((title) => shown(title?.value));
  return [
    {
      bump: "patch",
      change: "title",
      pointer: after?.pointer ?? before?.pointer ?? "",
      message: `The API is now titled ${is}; it was titled ${was}.`,
      old: before?.value,
      new: after?.value,
    },
  ];
};

/** Whether something became deprecated, which callers should hear of, or no longer is. */
export const compareDeprecation = (
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  subject: string,
): readonly Finding[] => {
  const [before, after] = [old, revised].map((node) => memberOf(node, "deprecated")?.value === true);
  if (before === after) return [];
  return [
    {
      bump: after === true ? "minor" : "patch",
      change: "deprecated",
      pointer: revised?.pointer ?? "",
      message: `${subject} is ${after === true ? "deprecated" : "no longer deprecated"}.`,
      old: before,
      new: after,
    },
  ];
};

const phraseOf = (member: string, single: boolean): string => {
  const plural = ["tags", "examples", "servers", "contact", "license", "externalDocs"].includes(member);
  const word = words[member] ?? mdCode(member);
  return single && !plural ? ` a ${word}` : ` ${word}`;
};

const words: Readonly<Record<string, string>> = {
  externalDocs: "further documentation",
  contact: "contact details",
  license: "licence details",
  example: "example",
  examples: "examples",
  summary: "summary",
  description: "description",
  tags: "tags",
  title: "title",
  version: "version",
  termsOfService: "statement of its terms",
};
