import { compareUnknown, knownMembers } from "../compare-unknown.ts";
import type { Finding } from "../finding.ts";
import type { CompareSchemas } from "../schema/spot.ts";
import { compareCallbacks } from "./compare-callbacks.ts";
import { compareParameters } from "./compare-parameters.ts";
import { compareRequestBody } from "./compare-request-body.ts";
import { compareResponses } from "./compare-responses.ts";
import { compareSecurity } from "./compare-security.ts";
import { compareServers } from "./compare-servers.ts";
import { compareDeprecation, compareTexts } from "./compare-texts.ts";
import type { Operation } from "./operations-of.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** What changed in one operation, apart for what a caller gives and for what it gets. */
export interface OperationFindings {
  readonly arguments: readonly Finding[];
  readonly result: readonly Finding[];
  readonly other: readonly Finding[];
}

export const compareOperation = (old: Operation, revised: Operation, compare: CompareSchemas): OperationFindings => {
  const subject = `The operation ${mdCode(revised.name)}`;
  return {
    arguments: [
      ...compareParameters(old, revised, "request", compare),
      ...compareRequestBody(old, revised, "request", compare),
    ],
    result: compareResponses(old, revised, "response", compare),
    other: [
      ...compareName(old, revised),
      ...compareSecurity(old, revised),
      ...compareServers(old.node, revised.node, subject),
      ...compareServers(old.item, revised.item, `The path ${mdCode(revised.path)}`),
      ...compareCallbacks(old, revised, compare),
      ...compareDeprecation(old.node, revised.node, subject),
      ...compareUnknown(old.node, revised.node, knownMembers.operation, subject),
      ...compareTexts(old.node, revised.node, ["summary", "description", "tags", "externalDocs"], subject),
      ...compareTexts(old.item, revised.item, ["summary", "description"], `The path ${mdCode(revised.path)}`),
    ],
  };
};

/** The operationId is the name of the client's method. */
const compareName = (old: Operation, revised: Operation): readonly Finding[] => {
  if (old.id === revised.id) return [];
  return [
    {
      bump: old.id === undefined ? "minor" : "major",
      change: "operation-name",
      pointer: `${revised.node.pointer}/operationId`,
      message:
        old.id === undefined
          ? `The operation ${mdCode(old.name)} is now called ${mdCode(revised.name)}.`
          : `The operation ${mdCode(old.id)} is now called ${mdCode(revised.name)}, and so is the client's method.`,
      old: old.id,
      new: revised.id,
    },
  ];
};
