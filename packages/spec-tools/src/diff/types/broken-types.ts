import type { OperationName } from "@genwait/openapi-diff";

import type { Complaint } from "../../codegen/compiler.ts";
import type { CodeLine } from "./sample-code.ts";

/** Code written for the old client that the compiler refuses with the new one, which no other change tells. */
export interface BrokenTypes {
  readonly operation: OperationName;
  readonly side: CodeLine["side"];
  /** A JSON Pointer to the operation, in the new document. */
  readonly pointer: string;
  readonly problem: TypeProblem;
}

/** What the compiler complains of. */
export type TypeProblem =
  | { readonly kind: "argument-refused" | "argument-missing" | "member-unreadable"; readonly name: string }
  | { readonly kind: "maybe-undefined" }
  | { readonly kind: "other"; readonly message: string };

/** Reads a complaint of the compiler about a line of sample code. */
export const problemOf = ({ code, message, because }: Complaint, side: CodeLine["side"]): TypeProblem => {
  const name = memberIn(because ?? "") ?? memberIn(message);
  if (name !== undefined && side === "arguments") {
    if (code === "TS2353" || code === "TS2561") return { kind: "argument-refused", name };
    if (code === "TS2345" || code === "TS2741") return { kind: "argument-missing", name };
  }
  if (name !== undefined && side === "result" && code === "TS2339") return { kind: "member-unreadable", name };
  if (side === "result" && because?.startsWith("Type 'undefined' is not assignable") === true) {
    return { kind: "maybe-undefined" };
  }
  return { kind: "other", message: because ?? message };
};

/** The member that a complaint is about; the compiler puts quotes around the quotes it was given. */
const memberIn = (message: string): string | undefined => {
  const match = /[Pp]roperty '"?([^'"]+)"?'|and '"?([^'"]+)"?' does not exist/.exec(message);
  return match?.[1] ?? match?.[2];
};
