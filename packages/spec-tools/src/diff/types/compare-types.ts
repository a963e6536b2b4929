import type { Bump } from "../bump.ts";
import type { Finding } from "../finding.ts";
import type { SpecDocument } from "../spec-node.ts";
import type { ComparedOperation } from "../wire/compare-wire.ts";
import { lostNames } from "./lost-names.ts";
import { declarationsOf } from "./call-types.ts";
import type { Complaint } from "../../codegen/compiler.ts";
import { compile } from "./compile.ts";
import { createUnchanged } from "../unchanged.ts";
import { type CodeLine, sampleCode, samplePrelude } from "./sample-code.ts";
import { sentenceOf } from "./sentence-of.ts";
import { touchedOperations } from "./touched-operations.ts";

/**
 * Compiles code written for the old package against the new one.
 *
 * @returns what no longer compiles, leaving out the sides of operations that the wire judge has found broken already
 */
export const compareTypes = async (
  old: SpecDocument,
  revised: SpecDocument,
  operations: readonly ComparedOperation[],
): Promise<readonly Finding[]> => {
  const names = lostNames(old, revised);
  const changed = touchedOperations(operations.filter(isOpen), createUnchanged(old, revised));
  if (changed.length === 0) return names;
  // A renamed operation is reported as such; its shapes are compared all the same.
  const renamed = changed.map((operation) => ({
    ...operation,
    revised: { ...operation.revised, name: operation.old.name },
  }));
  const lines = renamed.flatMap((operation) => sampleCode(operation.old));
  const code = lines.map(({ text }) => text).join("\n");
  const complaints = await compile({
    "old.ts": declarationsOf(
      old,
      renamed.map((operation) => operation.old),
    ),
    "new.ts": declarationsOf(
      revised,
      renamed.map((operation) => operation.revised),
    ),
    "on-old.ts": `${samplePrelude("old")}\n${code}\n`,
    "on-new.ts": `${samplePrelude("new")}\n${code}\n`,
  });
  return [...names, ...findingsOf(complaints, lines, changed)];
};

/** A side that the wire judge has found broken cannot get worse. */
const isOpen = (operation: ComparedOperation): boolean =>
  operation.arguments !== "major" || operation.result !== "major";

const findingsOf = (
  complaints: readonly Complaint[],
  lines: readonly CodeLine[],
  operations: readonly ComparedOperation[],
): readonly Finding[] => {
  const wrongBefore = new Set(complaints.filter(({ file }) => file === "on-old.ts").map(({ line }) => line));
  return complaints
    .filter(({ file, line }) => file === "on-new.ts" && !wrongBefore.has(line))
    .flatMap((complaint) => {
      // The prelude is the first line.
      const line = lines[complaint.line - 2];
      const operation = operations.find(({ old }) => old.name === line?.operation);
      if (line === undefined || operation === undefined || bumpOfSide(operation, line.side) === "major") return [];
      return [findingOf(complaint, line, operation)];
    });
};

const bumpOfSide = (operation: ComparedOperation, side: CodeLine["side"]): Bump => operation[side];

const findingOf = (complaint: Complaint, line: CodeLine, { revised }: ComparedOperation): Finding => ({
  bump: "major",
  // One for each side of an operation: the lines say the same thing in several ways.
  change: `types-${line.side}`,
  pointer: revised.node.pointer,
  message: sentenceOf(complaint, line.side, revised.name),
});
