import type { Finding } from "../finding.ts";
import { type Operation, wirePath } from "./operations-of.ts";
import { mdCode } from "../../text/markdown-text.ts";

export interface OperationPairs {
  readonly pairs: readonly (readonly [Operation, Operation])[];
  /** Operations that came, went, or response at another address. */
  readonly findings: readonly Finding[];
}

/** Which operation became which: the same method and address, else the same operationId at another address. */
export const pairOperations = (old: readonly Operation[], revised: readonly Operation[]): OperationPairs => {
  const pairs: (readonly [Operation, Operation])[] = [];
  const findings: Finding[] = [];
  const free = new Set(revised);
  const take = (match: (candidate: Operation) => boolean): Operation | undefined => {
    const found = [...free].find(match);
    if (found !== undefined) free.delete(found);
    return found;
  };
  const lost = old.filter((operation) => {
    const same =
      take((other) => other.method === operation.method && other.path === operation.path) ??
      take((other) => other.method === operation.method && wirePath(other.path) === wirePath(operation.path));
    if (same !== undefined) pairs.push([operation, same]);
    return same === undefined;
  });
  for (const operation of lost) {
    const moved = operation.id === undefined ? undefined : take(({ id }) => id === operation.id);
    if (moved === undefined) findings.push(removedOperation(operation));
    else {
      pairs.push([operation, moved]);
      findings.push(movedOperation(operation, moved));
    }
  }
  return { pairs, findings: [...findings, ...[...free].map(addedOperation)] };
};

const addressOf = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`;

const removedOperation = (operation: Operation): Finding => ({
  bump: "major",
  change: "operation-removed",
  pointer: operation.node.pointer,
  message: `The operation ${mdCode(operation.name)} was removed.`,
  old: addressOf(operation),
});

/** The types stay, but a package that is out there calls an address that is gone. */
const movedOperation = (old: Operation, revised: Operation): Finding => ({
  bump: "major",
  change: "operation-moved",
  pointer: revised.node.pointer,
  message: `The operation ${mdCode(old.name)} is now ${mdCode(addressOf(revised))}; it was ${mdCode(addressOf(old))}.`,
  old: addressOf(old),
  new: addressOf(revised),
});

const addedOperation = (operation: Operation): Finding => ({
  bump: "minor",
  change: "operation-added",
  pointer: operation.node.pointer,
  message: `The operation ${mdCode(operation.name)} is new.`,
  new: addressOf(operation),
});
