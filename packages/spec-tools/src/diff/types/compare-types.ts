import type { Change } from "@genwait/openapi-diff";

import type { Complaint } from "../../codegen/compiler.ts";
import type { JsonObject } from "../../openapi/json.ts";
import { valueAt } from "../../openapi/spec-node.ts";
import { type BrokenTypes, problemOf } from "./broken-types.ts";
import { declarationsOf } from "./call-types.ts";
import { compile } from "./compile.ts";
import { withOpenWords } from "./open-words.ts";
import { keyOf, type OperationPair, operationPairs } from "./operation-pairs.ts";
import { type CodeLine, sampleCode, samplePrelude } from "./sample-code.ts";
import { touchedOperations } from "./touched-operations.ts";

/**
 * Compiles code written for the old client against the new one.
 *
 * An operation that already has a major change is left out, since it cannot break more. Where values were added to a list in a response,
 * which is minor by policy, lists of values are left out.
 *
 * @returns one for each side of an operation that no longer compiles
 */
export const compareTypes = async (
  old: JsonObject,
  revised: JsonObject,
  changes: readonly Change[],
): Promise<readonly BrokenTypes[]> => {
  const broken = touchedBy(changes.filter(({ bump }) => bump === "major"));
  const widened = touchedBy(changes.filter(({ code }) => addedValues.has(code)));
  const isOpen = ({ revised: operation }: OperationPair): boolean => !broken.has(keyOf(operation));
  const isWidened = ({ revised: operation }: OperationPair): boolean => widened.has(keyOf(operation));
  const closed = operationPairs(old, revised).filter((pair) => isOpen(pair) && !isWidened(pair));
  const opened =
    widened.size === 0
      ? []
      : operationPairs(withOpenWords(old), withOpenWords(revised)).filter((pair) => isOpen(pair) && isWidened(pair));
  const found = await Promise.all([compilePairs(closed), compilePairs(opened)]);
  return found.flat();
};

/** What a value that came to a list in a response is told as; of a job's status it is what the value means. */
const addedValues: ReadonlySet<Change["code"]> = new Set([
  "enum-values-added",
  "status-unlisted",
  "status-reclassified",
]);

const touchedBy = (changes: readonly Change[]): ReadonlySet<string> =>
  new Set(changes.flatMap(({ subject }) => subject.operations.map(keyOf)));

const compilePairs = async (pairs: readonly OperationPair[]): Promise<readonly BrokenTypes[]> => {
  // An operation that is called otherwise is told as such; its shapes are compared all the same.
  const changed = touchedOperations(pairs).map(({ old, revised }) => ({
    old,
    revised: { ...revised, name: old.name },
  }));
  const [first] = changed;
  if (first === undefined) return [];
  const lines = changed.flatMap(({ old }) => sampleCode(old));
  const code = lines.map(({ text }) => text).join("\n");
  const complaints = await compile({
    "old.ts": declarationsOf(
      first.old.node.root,
      changed.map(({ old }) => old),
    ),
    "new.ts": declarationsOf(
      first.revised.node.root,
      changed.map(({ revised }) => revised),
    ),
    "on-old.ts": `${samplePrelude("old")}\n${code}\n`,
    "on-new.ts": `${samplePrelude("new")}\n${code}\n`,
  });
  return brokenBy(complaints, lines, changed);
};

/** The first complaint about each side of an operation: the lines say the same thing in several ways. */
const brokenBy = (
  complaints: readonly Complaint[],
  lines: readonly CodeLine[],
  pairs: readonly OperationPair[],
): readonly BrokenTypes[] => {
  const wrongBefore = new Set(complaints.filter(({ file }) => file === "on-old.ts").map(({ line }) => line));
  const found = new Map<string, BrokenTypes>();
  for (const complaint of complaints) {
    // The prelude is the first line.
    const line = lines[complaint.line - 2];
    const pair = pairs.find(({ old }) => old.name === line?.operation);
    if (complaint.file !== "on-new.ts" || wrongBefore.has(complaint.line)) continue;
    if (line === undefined || pair === undefined || found.has(`${line.operation} ${line.side}`)) continue;
    const { method, path, node } = pair.revised;
    const id = valueAt(node, "operationId");
    found.set(`${line.operation} ${line.side}`, {
      operation: { method, path, ...(typeof id === "string" && { id }) },
      side: line.side,
      pointer: node.pointer,
      problem: problemOf(complaint, line.side),
    });
  }
  return [...found.values()];
};
