import { CommandError, exitCodes } from "../command.ts";

/**
 * Why a source gave no document:
 * - `address`: not an https address, or one that carries a secret
 * - `file`: the file cannot be read
 * - `unreachable`: no response, a response that says "not now" or "not you": nothing is known about the page
 * - `timeout`: no whole response within the time limit
 * - `gone`: 404 or 410
 * - `redirect`: the page points elsewhere
 * - `too-large`: more bytes, or more values after YAML aliases are followed, than any honest page has
 * - `encoding`: not UTF-8
 * - `html`: a page for browsers
 * - `no-spec`, `two-specs`, `broken`, `older-dialect`, `version`: what the page holds instead of one OpenAPI document
 * - `reference`: a document that names another document
 * - `character`: a name with a character that does not show
 * - `conflict`: pages that contradict each other
 * - `record`: specs/sources.yaml, or the spec beside it, is not what an import leaves behind
 */
export type ImportErrorKind =
  | "address"
  | "file"
  | "unreachable"
  | "timeout"
  | "gone"
  | "redirect"
  | "too-large"
  | "encoding"
  | "html"
  | "no-spec"
  | "two-specs"
  | "broken"
  | "older-dialect"
  | "version"
  | "reference"
  | "character"
  | "conflict"
  | "record";

/** A page or a set of pages that cannot become a spec. The message names the page and says what to do. */
export class ImportError extends CommandError {
  override readonly name: string = "ImportError";
  readonly kind: ImportErrorKind;

  constructor(kind: ImportErrorKind, message: string, options: ErrorOptions = {}) {
    super(message, { ...options, exitCode: kind === "address" ? exitCodes.usage : exitCodes.failed });
    this.kind = kind;
  }
}
