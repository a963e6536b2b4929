import { bumpOf, distinctFindings, type Finding } from "../finding.ts";
import type { Bump } from "../bump.ts";
import { createSchemaComparer } from "../schema/compare-schemas.ts";
import { memberOf, rootNode, type SpecDocument } from "../spec-node.ts";
import { createUnchanged } from "../unchanged.ts";
import { compareWebhooks } from "./compare-callbacks.ts";
import { compareOperation } from "./compare-operation.ts";
import { compareSecuritySchemes } from "./compare-security.ts";
import { compareAddress } from "./compare-servers.ts";
import { compareTexts, compareTitle } from "./compare-texts.ts";
import { type Operation, operationsOf } from "./operations-of.ts";
import { pairOperations } from "./pair-operations.ts";

/** What the wire and the document show, and how hard each operation is hit on either side. */
export interface WireComparison {
  readonly findings: readonly Finding[];
  readonly operations: readonly ComparedOperation[];
}

export interface ComparedOperation {
  readonly old: Operation;
  readonly revised: Operation;
  readonly arguments: Bump;
  readonly result: Bump;
}

/** Walks two documents side by side. */
export const compareWire = (old: SpecDocument, revised: SpecDocument): WireComparison => {
  const unchanged = createUnchanged(old, revised);
  const compare = createSchemaComparer(unchanged);
  const { pairs, findings } = pairOperations(operationsOf(old), operationsOf(revised));
  const compared = pairs.map(([before, after]) => ({ before, after, parts: compareOperation(before, after, compare) }));
  const [oldRoot, root] = [rootNode(old), rootNode(revised)];
  return {
    findings: distinctFindings([
      ...findings,
      ...compared.flatMap(({ parts }) => [...parts.arguments, ...parts.result, ...parts.other]),
      ...compareWebhooks(old, revised, compare),
      ...compareAddress(oldRoot, root),
      ...compareSecuritySchemes(old, revised),
      ...compareTexts(oldRoot, root, ["tags", "externalDocs"], "The document"),
      ...compareTitle(memberOf(oldRoot, "info"), memberOf(root, "info")),
      ...compareTexts(memberOf(oldRoot, "info"), memberOf(root, "info"), infoMembers, "The document"),
    ]),
    operations: compared.map(({ before, after, parts }) => ({
      old: before,
      revised: after,
      arguments: bumpOf(parts.arguments),
      result: bumpOf(parts.result),
    })),
  };
};

const infoMembers: readonly string[] = ["summary", "description", "version", "termsOfService", "contact", "license"];
