import type { ErrorKind, Phase, Scalar, StatusKind } from "@genwait/lifecycle";

/** What a change asks of the next version of a client, in the words of semver. */
export type Bump = "major" | "minor" | "patch";

/** Who sends the value that changed: the client (`request`) or the service (`response`). Callbacks and webhooks turn it round. */
export type Direction = "request" | "response";

/** One change between two documents, as data: what happened, what it asks of the next version, whom it touches, and the values before and after. */
export type Change<C extends ChangeCode = ChangeCode> = {
  [K in C]: { readonly code: K; readonly subject: Subject } & Facts[K];
}[C];

/** The name of a kind of change. */
export type ChangeCode = keyof Facts;

/** A change without its subject: what a comparison finds at one place, before the uses of that place are put together. */
export type Fact<C extends ChangeCode = ChangeCode> = { [K in C]: { readonly code: K } & Facts[K] }[C];

/** What a change is about. */
export interface Subject {
  /** Every operation that the change touches; none for what is the whole document's. */
  readonly operations: readonly OperationName[];
  /** Where in them; each place with the operations that have it. */
  readonly uses: readonly Use[];
  /** Who sends the value; empty for what is no part of a message, both for a schema that requests and responses share. */
  readonly directions: readonly Direction[];
  /** The component schema that the path begins at, where several places or ways lead to it; else the path begins at the place. */
  readonly component?: string;
  /** The way into the value. */
  readonly path: readonly Step[];
  /** Where it is written: a JSON Pointer into the new document, or into the old one for what is gone. */
  readonly pointer: string;
}

export interface Use {
  readonly place: Place;
  readonly operations: readonly OperationName[];
}

/** How an operation is named: its method in upper case, its path, and its operationId where it has one. */
export interface OperationName {
  readonly method: string;
  readonly path: string;
  readonly id?: string;
}

/** A part of the document or of an operation. `within` is the callback or webhook whose part it is. */
export type Place = (
  | { readonly in: "document" | "operation" | "request-body" }
  | { readonly in: "path" | "callback" | "webhook" | "security-scheme" | "job" | "item"; readonly name: string }
  | { readonly in: "parameter"; readonly location: string; readonly name: string }
  | { readonly in: "response"; readonly status: string; readonly isError: boolean }
  | { readonly in: "header"; readonly name: string; readonly status: string }
) & { readonly mediaType?: string; readonly within?: CallName };

/** A request that the service makes to its client. */
export interface CallName {
  readonly kind: "callback" | "webhook";
  readonly name: string;
}

/** One step into a value: a property by its name, or what has none. */
export type Step =
  | string
  | { readonly each: "item" | "value" | "name" }
  | { readonly item: number }
  | { readonly matching: string }
  | { readonly rule: string };

/** The ways to be let in: each names its schemes with their scopes; an empty one lets in everybody. */
export type Requirements = readonly Readonly<Record<string, readonly string[]>>[];

/** One variant of a union, by whatever names it. */
export interface Variant {
  /** The component schema. */
  readonly name?: string;
  readonly title?: string;
  /** The property that tells the variant apart, and its value. */
  readonly property?: string;
  readonly value?: unknown;
  readonly types: readonly string[];
  /** The names of its properties. */
  readonly members: readonly string[];
  /** Its place in the list, from 0. */
  readonly index: number;
}

/** Texts and examples, which no value is measured by. */
export type TextMember =
  | "bearerFormat"
  | "contact"
  | "description"
  | "example"
  | "examples"
  | "externalDocs"
  | "license"
  | "summary"
  | "tags"
  | "termsOfService"
  | "title"
  | "xml";

/** What bounds a value without holding a schema. */
export type Constraint =
  | "contentEncoding"
  | "contentMediaType"
  | "format"
  | "maxContains"
  | "maxItems"
  | "maxLength"
  | "maxProperties"
  | "maximum"
  | "minContains"
  | "minItems"
  | "minLength"
  | "minProperties"
  | "minimum"
  | "multipleOf"
  | "pattern"
  | "uniqueItems";

/** What a member of a phase is by declaration. */
export type GuaranteeChange = "added" | "withdrawn" | "ruled-out" | "allowed";

/** A kind of change that asks for a patch where nobody's types and nothing that is read is touched. */
export type SoftCode = { [K in ChangeCode]: "patch" extends Facts[K]["bump"] ? K : never }[ChangeCode];

interface Values<T = unknown> {
  readonly old: T;
  readonly new: T;
}

/** A change that asks for the same bump wherever it happens. */
type Always<B extends Bump> = { readonly bump: B };

/** A change whose bump depends on who sends the value, and on what a typed client shows of it. */
type Weighed = { readonly bump: Bump };

interface Facts {
  "base-url-changed": Always<"major"> & Values<string>;
  "server-added": Always<"minor"> & { readonly url: string };
  "server-removed": Always<"major"> & { readonly url: string; readonly left: readonly string[] };
  "server-variable-narrowed": Always<"major"> & {
    readonly url: string;
    readonly variable: string;
    readonly removed: readonly string[];
  };
  "server-variable-changed": Always<"minor"> & Values & { readonly url: string; readonly variable: string };

  "security-tightened": Always<"major"> & Values<Requirements>;
  "security-relaxed": Always<"minor"> & Values<Requirements>;
  "security-scheme-added": Always<"patch"> & { readonly name: string };
  "security-scheme-removed": Always<"patch"> & { readonly name: string };
  "security-scheme-renamed": Always<"patch"> & Values<string>;
  "security-scheme-changed": { readonly bump: "major" | "patch" } & Values & { readonly name: string };
  "security-flow-added": Always<"minor"> & { readonly name: string; readonly flow: string };
  "security-flow-removed": { readonly bump: "major" | "patch" } & { readonly name: string; readonly flow: string };
  "security-flow-changed": Weighed & Values & { readonly name: string; readonly flow: string };

  "operation-added": Always<"minor">;
  "operation-removed": Always<"major">;
  "operation-moved": Always<"major"> & Values<string>;
  "operation-renamed": Weighed & Values<string | undefined>;

  "parameter-added": { readonly bump: "major" | "minor" } & { readonly required: boolean };
  "parameter-removed": Always<"major"> & { readonly required: boolean };
  "parameter-renamed": { readonly bump: "major" | "patch" } & Values<string>;
  "path-parameter-renamed": { readonly bump: "major" | "patch" } & Values<string>;
  "parameter-moved": Always<"major"> & Values<string>;
  "parameter-required": Weighed;
  "parameter-optional": Weighed;
  "parameter-style-changed": { readonly bump: "major" | "minor" } & Values & { readonly keyword: string };
  "parameter-content-changed": Always<"major"> & Values<string>;

  "request-body-added": { readonly bump: "major" | "minor" } & { readonly required: boolean };
  "request-body-removed": Always<"major">;
  "request-body-required": Weighed;
  "request-body-optional": Weighed;
  "media-type-added": { readonly bump: "minor" | "patch" } & { readonly mediaType: string };
  "media-type-removed": { readonly bump: "major" | "patch" } & { readonly mediaType: string };
  "encoding-changed": Weighed & Values & { readonly part: string; readonly keyword: string };

  "response-added": { readonly bump: "major" | "minor" } & {
    readonly status: string;
    /** What a success carries beside those that were listed: the same body, another one, or none. */
    readonly body: "same" | "other" | "none" | "error";
  };
  "response-removed": { readonly bump: "major" | "patch" } & { readonly status: string };
  "response-status-changed": Always<"major"> & Values<string>;
  "header-added": { readonly bump: "major" | "minor" };
  "header-removed": Always<"major">;
  "header-required": Weighed;
  "header-optional": Weighed;
  "link-added": Always<"minor"> & { readonly name: string };
  "link-removed": Always<"patch"> & { readonly name: string };
  "link-changed": Always<"patch"> & Values & { readonly name: string };
  "callback-added": Always<"minor">;
  "callback-removed": Always<"major">;

  "property-added": Weighed & { readonly name: string; readonly required: boolean };
  "property-removed": Weighed & { readonly name: string; readonly required: boolean };
  "property-renamed": Weighed & Values<string>;
  "property-required": Weighed;
  "property-optional": Weighed;
  "property-hidden": Weighed & { readonly by: "readOnly" | "writeOnly" };
  "property-shown": Weighed & { readonly by: "readOnly" | "writeOnly"; readonly required: boolean };
  /** The type is gone, and words are left: a document's example or description of a member that it no longer has. */
  "property-untyped": Weighed & { readonly old: readonly string[]; readonly left: readonly string[] };
  "type-changed": Weighed &
    Values<readonly string[] | undefined> & { readonly effect: "narrowed" | "widened" | "replaced" };
  "null-allowed": Weighed;
  "null-disallowed": Weighed;
  "value-changed": Weighed & Values;
  "enum-values-added": Weighed & { readonly values: readonly unknown[] };
  "enum-values-removed": Weighed & { readonly values: readonly unknown[] };
  "enum-added": Weighed & { readonly values: readonly unknown[] };
  "enum-removed": Weighed & { readonly values: readonly unknown[] };
  "constraint-changed": Weighed &
    Values & { readonly keyword: Constraint; readonly effect: "narrowed" | "widened" | "replaced" };
  "default-added": Weighed & { readonly value: unknown };
  "default-removed": Weighed & { readonly value: unknown };
  "default-changed": Weighed & Values;
  /** A default that its own schema refuses came, went or was corrected. */
  "default-ill-typed": Always<"patch"> & Values & { readonly refused: "old" | "new" | "both" };
  "additional-members-closed": Weighed;
  "additional-members-opened": Weighed;
  "tuple-length-changed": Weighed & Values<number>;
  "variant-added": Weighed & {
    readonly variant: Variant;
    /** `oneOf`: a value that satisfies the new variant and an old one is refused from now on. */
    readonly overlaps: boolean;
  };
  "variant-removed": Weighed & { readonly variant: Variant };
  "union-added": Weighed & { readonly kind: UnionKind; readonly variants: readonly Variant[] };
  "union-removed": Weighed & { readonly kind: UnionKind; readonly variants: readonly Variant[] };
  "union-kind-changed": Weighed & Values<UnionKind>;
  "discriminator-changed": Weighed & Values<string>;
  "discriminator-mapping-changed": Weighed & Values;
  "rule-added": Weighed & { readonly rule: string; readonly value: unknown };
  "rule-removed": Weighed & { readonly rule: string; readonly value: unknown };
  "rule-changed": Weighed & Values & { readonly rule: string };
  "keyword-changed": Always<"patch"> & Values & { readonly keyword: string };

  "type-name-removed": Always<"major"> & { readonly name: string };
  "type-name-renamed": Always<"major"> & Values<string>;
  "type-name-taken": Always<"major"> & {
    readonly typeName: string;
    readonly old: string;
    readonly new: string;
  };

  deprecated: { readonly bump: "minor" | "patch" };
  "deprecation-withdrawn": Always<"patch">;
  "title-changed": Always<"patch"> & Values;
  "version-changed": Always<"patch"> & Values;
  "text-changed": Always<"patch"> & Values & { readonly member: TextMember };

  "job-added": Always<"minor"> & { readonly job: string };
  "job-removed": Always<"major"> & { readonly job: string };
  "job-renamed": Always<"major"> & Values<string>;
  "job-moved": Always<"major"> & Values<OperationName> & { readonly job: string };
  "default-job-changed": Always<"major"> & Values<string>;
  "job-unreadable": Always<"major">;
  "phase-added": Always<"major"> & { readonly job: string; readonly phase: Phase };
  "phase-removed": Always<"major"> & { readonly job: string; readonly phase: Phase };
  "status-moved": Always<"major"> & Values<string | undefined> & { readonly job: string };
  "status-unlisted": Always<"minor"> & {
    readonly job: string;
    readonly words: readonly Scalar[];
    readonly counts: "pending" | "failed";
  };
  "status-removed": { readonly bump: "major" | "minor" } & {
    readonly job: string;
    readonly word: Scalar;
    readonly kind: StatusKind;
    readonly othersRemain: boolean;
  };
  "status-reclassified": Weighed & Values<StatusKind | undefined> & { readonly job: string; readonly word: Scalar };
  "unlisted-status-reclassified": Always<"major"> & Values<"pending" | "failed"> & { readonly job: string };
  "items-added": Always<"major"> & { readonly job: string };
  "items-removed": Always<"major"> & { readonly job: string };
  "items-moved": Always<"major"> & Values<string> & { readonly job: string };
  "items-missing": Always<"major"> & { readonly job: string; readonly at: string };
  "no-items-reclassified": Always<"major"> & Values<"pending" | "failed"> & { readonly job: string };
  "item-id-moved": Always<"minor"> & Values<string | undefined> & { readonly job: string };
  "guaranteed-field-missing": Always<"major"> & {
    readonly job: string;
    readonly phase: string;
    readonly field: string;
  };
  "guaranteed-field-changed": Weighed & {
    readonly job: string;
    readonly phase: string;
    readonly field: string;
    readonly change: GuaranteeChange;
  };
  "poll-times-changed": Always<"patch"> & Values & { readonly job: string };
  "rate-limit-changed": Always<"patch"> & Values & { readonly job: string };
  "typical-duration-changed": Always<"patch"> & Values & { readonly job: string };
  "job-setting-changed": Always<"minor"> & Values & { readonly job: string; readonly setting: string };
  /** What gives a job's output: its type, and where callers read it. */
  "output-changed": Always<"major"> & { readonly job: string; readonly effect: "added" | "removed" | "moved" };
  "cancel-added": Always<"minor"> & { readonly job: string };
  "cancel-removed": Always<"major"> & { readonly job: string };
  /** A host on which a response may say that an operation is; the key goes there. */
  "address-host-added": Always<"minor"> & { readonly host: string };
  "address-host-removed": Always<"major"> & { readonly host: string };
  "start-added": Always<"minor">;
  "start-removed": Always<"major">;
  "start-changed": Always<"major"> & Values;
  "error-rule-added": Always<"minor"> & { readonly status: unknown; readonly kind: ErrorKind | undefined };
  "error-rule-removed": Always<"major"> & { readonly status: unknown; readonly kind: ErrorKind | undefined };
  "error-rules-reordered": Always<"minor">;
}

export type UnionKind = "oneOf" | "anyOf";

/** Strongest first. */
const bumps: readonly (Bump | "none")[] = ["major", "minor", "patch", "none"];

/** Whether `bump` is `limit` or stronger. */
export const atLeast = (bump: Bump | "none", limit: Bump | "none"): boolean =>
  bumps.indexOf(bump) <= bumps.indexOf(limit);

/** The verdict: the strongest bump among changes; `none` where there are none. */
export const bumpOf = (changes: Iterable<{ readonly bump: Bump }>): Bump | "none" => {
  let strongest: Bump | "none" = "none";
  for (const { bump } of changes) if (atLeast(bump, strongest)) strongest = bump;
  return strongest;
};

/** How a text names an operation: its operationId, else method and path. */
export const operationText = ({ id, method, path }: OperationName): string => id ?? `${method} ${path}`;
