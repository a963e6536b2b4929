export {
  atLeast,
  type Bump,
  bumpOf,
  type CallName,
  type Change,
  type ChangeCode,
  type Constraint,
  type Direction,
  type GuaranteeChange,
  type OperationName,
  operationText,
  type Place,
  type Requirements,
  type Step,
  type Subject,
  type TextMember,
  type UnionKind,
  type Use,
  type Variant,
} from "./change.ts";
export {
  type ChangelogEntry,
  changelogEntries,
  changelogMarkdown,
  changelogText,
  type ChangelogText,
  entriesMarkdown,
  type Line,
} from "./changelog.ts";
export { diffDocuments, type DiffOptions } from "./diff.ts";
export { DocumentError } from "./document.ts";
export { type ChangeKind, changeKinds, kindsTable } from "./kinds.ts";
export { pathText, type Words } from "./phrases.ts";
export { renderMarkdown, renderText, type ReportLine, type ReportOptions } from "./rendering.ts";
export { reportText, sentenceOf } from "./report.ts";
export { codeSpan, isVisible, jsonText, listText, nameText, plainText, valueText } from "./text.ts";
