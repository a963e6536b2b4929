import type { OperationName } from "@genwait/openapi-diff";

/** Who writes code that a package's types decide on: who gives arguments, or who reads a result. */
export type CodeSide = "arguments" | "result";

/** Code written for the old client that the compiler refuses with the new one. */
export interface BrokenTypes {
  readonly operations: readonly OperationName[];
  /** The component schema whose type it is; absent where it is a part of an operation. */
  readonly component?: string;
  readonly side: CodeSide;
  /** A JSON Pointer to the schema or the operation, in the new document. */
  readonly pointer: string;
  readonly problem: TypeProblem;
}

/** What of the old types is no longer there; names are a way into the arguments, the result or the component. */
export type TypeProblem =
  /** A member that was given, or read, is none any more. */
  | { readonly kind: "member-gone"; readonly names: readonly string[] }
  /** A member has another type; `before` and `now` are TypeScript. */
  | {
      readonly kind: "member-changed";
      readonly names: readonly string[];
      readonly before: string;
      readonly now: string;
    }
  /** Members that must be given from now on. */
  | { readonly kind: "members-needed"; readonly names: readonly string[]; readonly needed: readonly string[] }
  /** A member that was always there may be missing. */
  | { readonly kind: "member-optional"; readonly names: readonly string[] }
  /** Code that compares with a value no longer compiles; with any text where there is none. */
  | { readonly kind: "value-gone"; readonly names: readonly string[]; readonly value?: string | number }
  /** The whole has another type. */
  | { readonly kind: "whole-changed"; readonly names: readonly string[] }
  /** A call gives a result without a body now. */
  | { readonly kind: "maybe-nothing" }
  /** A call as it was made. */
  | { readonly kind: "call-refused" }
  /** A type that the package exported, or a method of its client. */
  | { readonly kind: "name-gone"; readonly name: string };
