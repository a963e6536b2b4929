/** Something a declaration gets wrong: where, why, and what to do. */
export interface Problem {
  /** The file that the words to change stand in. */
  readonly file: string;
  /** From 1; absent where it is not about a single line. */
  readonly line?: number;
  /** A JSON Pointer: into the merged document, or into the overlay where the problem is one of the overlay's own. */
  readonly path: string;
  /** A clause without its full stop. */
  readonly message: string;
  /** What to do, in whole sentences. */
  readonly fix: string;
  /** A warning is for a person to look at: it fails nothing. @default "error" */
  readonly severity?: "error" | "warning";
}

/** A problem before its place in a file is known. */
export interface Fault {
  /** The way to it in the merged document. */
  readonly tokens: readonly string[];
  readonly message: string;
  readonly fix: string;
}

/** A problem as one line for people; editors and terminals make `file:line` a link. */
export const formatProblem = ({ file, line, path, message, fix, severity }: Problem): string =>
  `${file}${line === undefined ? "" : `:${line}`}: ${severity === "warning" ? "warning: " : ""}${message}. ${fix} [${path}]`;
