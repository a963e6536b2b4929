import { withArticle } from "@genwait/lifecycle";

import type { Change, ChangeCode, Constraint, Requirements, Subject, TextMember } from "./change.ts";
import {
  addressPhrase,
  differencePhrase,
  isSent,
  jobPhrase,
  operationsPhrase,
  placePhrase,
  subjectPhrase,
  typesPhrase,
  variantPhrase,
  variantsPhrase,
  wherePhrase,
  operationPhrase,
} from "./phrases.ts";
import { capitalized, codeSpan, listText, nameText, valueText } from "./text.ts";

/**
 * What each kind of change is called in a report: one sentence of plain words, with everything that comes from a document in code
 * spans. A kind without words does not compile.
 */
export const reportText: { readonly [C in ChangeCode]: (change: Change<C>) => string } = {
  "base-url-changed": ({ old, new: revised, subject }) => {
    const whose = subject.operations.length === 0 ? "" : ` of ${wherePhrase(subject)}`;
    return `Requests${whose} and their keys go to ${nameText(revised)} in place of ${nameText(old)}.`;
  },
  "server-added": ({ url, subject }) => `${place(subject)} now lists the server ${nameText(url)}.`,
  "server-removed": ({ url, left, subject }) => {
    const rest = left.length === 0 ? "" : `, only ${listText(left.map(nameText))}`;
    return `${place(subject)} no longer lists the server ${nameText(url)}${rest}.`;
  },
  "server-variable-narrowed": ({ url, variable, removed }) =>
    `The variable ${nameText(variable)} of the server ${nameText(url)} can no longer be ${values(removed)}.`,
  "server-variable-changed": ({ url, variable, old, new: revised }) =>
    `The variable ${nameText(variable)} of the server ${nameText(url)} now has ${differencePhrase(old, revised)}.`,

  "security-tightened": ({ old, new: revised, subject }) =>
    `${operationsPhrase(subject)} now ${asks(subject)} for ${requirements(revised)}, in place of ${requirements(old)}.`,
  "security-relaxed": ({ old, new: revised, subject }) =>
    `${operationsPhrase(subject)} now ${asks(subject)} for ${requirements(revised)}, in place of ${requirements(old)}.`,
  "security-scheme-added": ({ name }) => `The security scheme ${nameText(name)} is described now.`,
  "security-scheme-removed": ({ name }) => `The security scheme ${nameText(name)} is no longer described.`,
  "security-scheme-renamed": ({ old, new: revised }) =>
    `The security scheme ${nameText(old)} is now called ${nameText(revised)}.`,
  "security-scheme-changed": ({ name, bump, old, new: revised }) =>
    `The key ${nameText(name)} is sent in another way, with ${differencePhrase(old, revised)}${bump === "major" ? "" : "; nothing asks for it"}.`,
  "security-flow-added": ({ name, flow }) =>
    `The security scheme ${nameText(name)} now has the flow ${nameText(flow)}.`,
  "security-flow-removed": ({ name, flow }) =>
    `The security scheme ${nameText(name)} no longer has the flow ${nameText(flow)}.`,
  "security-flow-changed": ({ name, flow, old, new: revised }) =>
    `The flow ${nameText(flow)} of the security scheme ${nameText(name)} now has ${differencePhrase(old, revised)}.`,

  "operation-added": ({ subject }) => `The operation ${operationsPhrase(subject)} is new.`,
  "operation-removed": ({ subject }) => `The operation ${operationsPhrase(subject)} was removed.`,
  "operation-moved": ({ old, new: revised, subject }) =>
    `The operation ${operationsPhrase(subject)} is now ${nameText(revised)}; it was ${nameText(old)}.`,
  "operation-renamed": ({ old, new: revised, subject }) =>
    `The operation ${addressPhrase(subject)} is now called ${revised === undefined ? "by its address" : nameText(revised)}; it was ${old === undefined ? "called by its address" : nameText(old)}.`,

  "parameter-added": ({ required, subject }) => `${about(subject)} is new${required ? " and required" : ""}.`,
  "parameter-removed": ({ subject }) => `${about(subject)} was removed.`,
  "parameter-renamed": ({ new: revised, subject }) =>
    `${about(subject)} was removed: it was renamed to ${nameText(revised)}.`,
  "path-parameter-renamed": ({ new: revised, subject }) =>
    `${about(subject)} is now called ${nameText(revised)}; the address is the same.`,
  "parameter-moved": ({ old, new: revised, subject }) =>
    `${about(subject)} now goes to the ${nameText(revised)} in place of the ${nameText(old)}.`,
  "parameter-required": ({ subject }) => `${about(subject)} is now required.`,
  "parameter-optional": ({ subject }) => `${about(subject)} is now optional.`,
  "parameter-style-changed": ({ keyword, old, new: revised, subject }) =>
    `${about(subject)} is now written with ${nameText(keyword)} ${valueText(revised)} in place of ${valueText(old)}.`,
  "parameter-content-changed": ({ old, new: revised, subject }) =>
    `${about(subject)} is now written as ${writingText(revised)} in place of ${writingText(old)}.`,

  "request-body-added": ({ required, subject }) => `${about(subject)} is new${required ? " and required" : ""}.`,
  "request-body-removed": ({ subject }) => `${about(subject)} was removed.`,
  "request-body-required": ({ subject }) => `${about(subject)} is now required.`,
  "request-body-optional": ({ subject }) => `${about(subject)} is now optional.`,
  "media-type-added": ({ mediaType, subject }) => `${about(subject)} ${gain(subject)} ${nameText(mediaType)}.`,
  "media-type-removed": ({ mediaType, subject }) => `${about(subject)} ${loss(subject)} ${nameText(mediaType)}.`,
  "encoding-changed": ({ part, keyword, old, new: revised, subject }) =>
    `The part ${nameText(part)} of ${wherePhrase(subject)} has ${nameText(keyword)} ${valueText(revised)} in place of ${valueText(old)}.`,

  "response-added": ({ status, body, subject }) => {
    const carries = {
      same: "with the body of the others",
      other: "with another body",
      none: "without a body",
      error: "",
    };
    return `${operationsPhrase(subject)} may now respond with ${nameText(status)}${body === "error" ? "" : `, ${carries[body]}`}.`;
  },
  "response-removed": ({ subject }) => `${about(subject)} is no longer listed.`,
  "response-status-changed": ({ old, new: revised, subject }) =>
    `${operationsPhrase(subject)} now responds with ${nameText(revised)} in place of ${nameText(old)}.`,
  "header-added": ({ subject }) => `${about(subject)} is new.`,
  "header-removed": ({ subject }) => `${about(subject)} was removed.`,
  "header-required": ({ subject }) => `${about(subject)} is now always there.`,
  "header-optional": ({ subject }) => `${about(subject)} may now be missing.`,
  "link-added": ({ name, subject }) => `The link ${nameText(name)} of ${wherePhrase(subject)} is new.`,
  "link-removed": ({ name, subject }) => `The link ${nameText(name)} of ${wherePhrase(subject)} was removed.`,
  "link-changed": ({ name, subject, old, new: revised }) =>
    `The link ${nameText(name)} of ${wherePhrase(subject)} now has ${differencePhrase(old, revised)}.`,
  "callback-added": ({ subject }) => `${about(subject)} is new.`,
  "callback-removed": ({ subject }) => `${about(subject)} was removed.`,

  "property-added": ({ required, subject }) =>
    `${about(subject)} is new${required && isSent(subject) ? " and required" : ""}.`,
  "property-removed": ({ subject }) => `${about(subject)} was removed.`,
  "property-renamed": ({ new: revised, subject }) =>
    `${about(subject)} was removed: it was renamed to ${nameText(revised)}.`,
  "property-required": ({ subject }) => `${about(subject)} is now ${isSent(subject) ? "required" : "always there"}.`,
  "property-optional": ({ subject }) =>
    `${about(subject)} ${isSent(subject) ? "is now optional" : "may now be missing"}.`,
  "property-hidden": ({ by, subject }) => `${about(subject)} is now ${accessWord(by)}.`,
  "property-shown": ({ by, required, subject }) =>
    `${about(subject)} is no longer ${accessWord(by)}${required && isSent(subject) ? ", and is required" : ""}.`,
  "property-untyped": ({ left, subject }) =>
    `${about(subject)} was removed, or no longer has a type: only ${listText(left.map(nameText))} ${left.length === 1 ? "is" : "are"} left of it.`,
  "type-changed": ({ old, new: revised, subject }) =>
    `${about(subject)} is now ${ofTypes(revised)}; it was ${ofTypes(old)}.`,
  "null-allowed": ({ subject }) => `${about(subject)} may now be null.`,
  "null-disallowed": ({ subject }) => `${about(subject)} may no longer be null.`,
  "value-changed": ({ old, new: revised, subject }) =>
    `${about(subject)} is now ${valueText(revised)} in place of ${valueText(old)}.`,
  "enum-values-added": ({ values: added, subject }) => `${about(subject)} ${gain(subject)} ${values(added)}.`,
  "enum-values-removed": ({ values: removed, subject }) => `${about(subject)} ${loss(subject)} ${values(removed)}.`,
  "enum-added": ({ values: listed, subject }) => `${about(subject)} is now limited to ${values(listed)}.`,
  "enum-removed": ({ values: listed, subject }) => `${about(subject)} is no longer limited to ${values(listed)}.`,
  "constraint-changed": ({ keyword, old, new: revised, subject }) => {
    const name = constraintWords[keyword];
    if (old === undefined) return `${about(subject)} now has the ${name} ${boundText(revised)}.`;
    if (revised === undefined) return `${about(subject)} no longer has the ${name} ${boundText(old)}.`;
    return `${about(subject)} has the ${name} ${boundText(revised)} in place of ${boundText(old)}.`;
  },
  "default-added": ({ value, subject }) => `${about(subject)} now has the default ${valueText(value)}.`,
  "default-removed": ({ value, subject }) => `${about(subject)} no longer has the default ${valueText(value)}.`,
  "default-changed": ({ old, new: revised, subject }) =>
    `${about(subject)} has the default ${valueText(revised)} in place of ${valueText(old)}.`,
  "default-ill-typed": ({ old, new: revised, refused, subject }) => {
    const which = { old: "the old one is", new: "the new one is", both: "both are" }[refused];
    return `${about(subject)} has another default, ${valueText(revised)} after ${valueText(old)}; ${which} not of its type and never applied.`;
  },
  "additional-members-closed": ({ subject }) => `${about(subject)} may no longer have further members.`,
  "additional-members-opened": ({ subject }) => `${about(subject)} may now have further members.`,
  "tuple-length-changed": ({ old, new: revised, subject }) =>
    `${about(subject)} now describes its first ${revised} items; it described ${old}.`,
  "variant-added": ({ variant, overlaps, subject }) => {
    const trap =
      overlaps && subject.directions.includes("request")
        ? ", and under `oneOf` a value that an old variant takes, too, is refused"
        : "";
    return `${about(subject)} ${gain(subject)} ${variantPhrase(variant)}${trap}.`;
  },
  "variant-removed": ({ variant, subject }) => `${about(subject)} ${loss(subject)} ${variantPhrase(variant)}.`,
  "union-added": ({ kind, variants, subject }) =>
    `${about(subject)} must now match ${unionText(kind)}: ${variantsPhrase(variants)}.`,
  "union-removed": ({ kind, variants, subject }) =>
    `${about(subject)} need no longer match ${unionText(kind)}: ${variantsPhrase(variants)}.`,
  "union-kind-changed": ({ old, new: revised, subject }) =>
    `${about(subject)} must match ${unionText(revised)}; it was ${unionText(old)}.`,
  "discriminator-changed": ({ old, new: revised, subject }) =>
    `The variants of ${subjectPhrase(subject)} are told apart by ${nameText(revised)} in place of ${nameText(old)}.`,
  "discriminator-mapping-changed": ({ old, new: revised, subject }) =>
    `The names by which the variants of ${subjectPhrase(subject)} are told apart now have ${differencePhrase(old ?? {}, revised ?? {})}.`,
  "rule-added": ({ rule, value, subject }) => `${about(subject)} must now meet ${ruleText(rule)}, ${valueText(value)}.`,
  "rule-removed": ({ rule, value, subject }) =>
    `${about(subject)} need no longer meet ${ruleText(rule)}, ${valueText(value)}.`,
  "rule-changed": ({ rule, old, new: revised, subject }) =>
    `${about(subject)} must now meet ${ruleText(rule)}, ${valueText(revised)} in place of ${valueText(old)}.`,
  "keyword-changed": ({ keyword, old, new: revised, subject }) =>
    `${about(subject)} has another ${nameText(keyword)}, a keyword that is not known here: ${valueText(revised)} in place of ${valueText(old)}.`,

  "type-name-removed": ({ name }) => `The schema ${nameText(name)} was removed, and with it the type of that name.`,
  "type-name-renamed": ({ old, new: revised }) =>
    `The schema ${nameText(old)} was renamed to ${nameText(revised)}, and with it the type.`,
  "type-name-taken": ({ typeName, old, new: revised }) =>
    `The type name ${nameText(typeName)} of the schema ${nameText(old)} is now that of ${nameText(revised)}.`,

  deprecated: ({ subject }) => `${about(subject)} is deprecated.`,
  "deprecation-withdrawn": ({ subject }) => `${about(subject)} is no longer deprecated.`,
  "title-changed": ({ old, new: revised }) =>
    `The document is now titled ${valueText(revised)}; it was ${valueText(old)}.`,
  "version-changed": ({ old, new: revised }) =>
    `The document has version ${valueText(revised)}; it had ${valueText(old)}.`,
  "text-changed": ({ member, old, new: revised, subject }) => {
    const { word, isPlural } = textWords[member];
    if (old !== undefined && revised !== undefined)
      return `${about(subject)} has ${isPlural ? "other" : "another"} ${word}.`;
    return `${about(subject)} ${old === undefined ? "now has" : "no longer has"} ${isPlural ? word : withArticle(word)}.`;
  },

  "job-added": ({ job }) => `The job ${nameText(job)} is new.`,
  "job-removed": ({ job }) => `The job ${nameText(job)} is no longer declared, and what the client has for it is gone.`,
  "job-renamed": ({ old, new: revised }) =>
    `The job ${nameText(old)} is now called ${nameText(revised)}, and so is what the client has for it.`,
  "job-moved": ({ job, old, new: revised }) =>
    `The job ${nameText(job)} is now reported on by ${operationPhrase(revised)}; it was ${operationPhrase(old)}.`,
  "default-job-changed": ({ old, new: revised }) =>
    `A call that names no job now means ${nameText(revised)}; it meant ${nameText(old)}.`,
  "job-unreadable": () =>
    "The jobs cannot be compared, because a declaration changed and one is not of the form of an `x-job`: run a linter, which says where.",
  "phase-added": ({ phase, subject }) =>
    `${about(subject)} can now be ${phase}, which code written before does not expect.`,
  "phase-removed": ({ phase, subject }) =>
    `${about(subject)} can no longer be ${phase}, and the type of that phase is gone.`,
  "status-moved": ({ new: revised, subject }) =>
    `The status of ${wherePhrase(subject)} is now read ${revised === undefined ? "by rules alone" : `at ${nameText(revised)}`}.`,
  "status-unlisted": ({ words, counts, subject }) =>
    `${values(words)} will be treated as ${counts} for ${wherePhrase(subject)} until the declaration names ${words.length === 1 ? "it" : "them"}.`,
  "status-removed": ({ word, kind, othersRemain, subject }) =>
    `${about(subject)} never says ${valueText(word)} any more, which meant ${kind}${othersRemain ? "; other words for it remain" : ""}.`,
  "status-reclassified": ({ word, old, new: revised, subject }) =>
    `${valueText(word)} ${revised === undefined ? "is no longer declared" : `now means ${revised}`} for ${wherePhrase(subject)}; it ${old === undefined ? "was not declared" : `meant ${old}`}.`,
  "unlisted-status-reclassified": ({ old, new: revised, subject }) =>
    `A status that is not listed now means ${revised} for ${wherePhrase(subject)}; it meant ${old}.`,
  "items-added": ({ job }) => `${capitalized(jobPhrase(job))} now has items.`,
  "items-removed": ({ job }) => `${capitalized(jobPhrase(job))} no longer has items.`,
  "items-moved": ({ job, old, new: revised }) =>
    `The items of ${jobPhrase(job)} are now at ${nameText(revised)}; they were at ${nameText(old)}.`,
  "items-missing": ({ job, at }) => `The schema no longer has the items of ${jobPhrase(job)} at ${nameText(at)}.`,
  "no-items-reclassified": ({ job, old, new: revised }) =>
    `${capitalized(jobPhrase(job))} without items is now ${revised}; it was ${old}.`,
  "item-id-moved": ({ job, new: revised }) =>
    `The id of an item of ${jobPhrase(job)} is now ${revised === undefined ? "not read" : `read at ${nameText(revised)}`}.`,
  "guaranteed-field-missing": ({ phase, field, subject }) =>
    `${phaseOf(phase, subject)} guarantees ${nameText(field)}, which the schema no longer has: it was removed.`,
  "guaranteed-field-changed": ({ phase, field, change, subject }) => {
    const said = {
      added: "now guarantees {}",
      withdrawn: "no longer guarantees {}, so code must expect it to be missing",
      "ruled-out": "never has {} now, so its type has no such member",
      allowed: "may now have {}",
    }[change];
    const [before = "", after = ""] = said.split("{}");
    return `${phaseOf(phase, subject)} ${before}${nameText(field)}${after}.`;
  },
  "poll-times-changed": ({ job, old, new: revised }) =>
    `The job ${nameText(job)} is polled at other times: ${differencePhrase(old, revised)}.`,
  "rate-limit-changed": ({ job, old, new: revised }) =>
    `The job ${nameText(job)} has another rate limit: ${differencePhrase(old, revised)}.`,
  "typical-duration-changed": ({ job, old, new: revised }) =>
    `The job ${nameText(job)} has another typical duration: ${differencePhrase(old, revised)}.`,
  "job-setting-changed": ({ job, setting, old, new: revised }) =>
    `The job ${nameText(job)} has another ${nameText(setting)}: ${differencePhrase(old, revised)}.`,
  "output-changed": ({ job, effect }) => `${capitalized(jobPhrase(job))} ${outputPhrases[effect]}.`,
  "cancel-added": ({ job }) => `${capitalized(jobPhrase(job))} can now be cancelled.`,
  "cancel-removed": ({ job }) => `${capitalized(jobPhrase(job))} can no longer be cancelled.`,
  "address-host-added": ({ host, subject }) =>
    `An address in the response of ${operationsPhrase(subject)} may now be on ${nameText(host)}, which gets the key.`,
  "address-host-removed": ({ host, subject }) =>
    `An address in the response of ${operationsPhrase(subject)} may no longer be on ${nameText(host)}.`,
  "start-added": ({ subject }) =>
    `The response of ${operationsPhrase(subject)} now leads to the job it starts, so the client can start it.`,
  "start-removed": ({ subject }) =>
    `The response of ${operationsPhrase(subject)} no longer leads to the job it starts, so the client cannot start it.`,
  "start-changed": ({ subject, old, new: revised }) =>
    `The response of ${operationsPhrase(subject)} leads in another way to the job it starts, with ${differencePhrase(old, revised)}.`,
  "error-rule-added": (change) => `${capitalized(errorText(change))} is now told apart.`,
  "error-rule-removed": (change) => `${capitalized(errorText(change))} is no longer told apart.`,
  "error-rules-reordered": () => "The rules that tell errors apart are tried in another order.",
};

const outputPhrases: Readonly<Record<Change<"output-changed">["effect"], string>> = {
  added: "now has an output of its own",
  removed: "no longer has an output of its own",
  moved: "now has its output from another operation",
};

/** The sentence of a change. */
export const sentenceOf = <C extends ChangeCode>(change: Change<C>): string => {
  const tell: (change: Change<C>) => string = reportText[change.code];
  return capitalized(tell(change));
};

/** The words of constraints, where the keyword itself is no word. */
export const constraintWords: Readonly<Record<Constraint, string>> = {
  contentEncoding: "content encoding",
  contentMediaType: "content media type",
  format: "format",
  maxContains: "largest number of matching items",
  maxItems: "largest number of items",
  maxLength: "longest length",
  maxProperties: "largest number of members",
  maximum: "upper bound",
  minContains: "smallest number of matching items",
  minItems: "smallest number of items",
  minLength: "shortest length",
  minProperties: "smallest number of members",
  minimum: "lower bound",
  multipleOf: "step",
  pattern: "pattern",
  uniqueItems: "rule that items differ:",
};

/** The words of texts, and whether they are many. */
export const textWords: Readonly<Record<TextMember, { readonly word: string; readonly isPlural: boolean }>> = {
  bearerFormat: { word: "bearer format", isPlural: false },
  contact: { word: "contact details", isPlural: true },
  description: { word: "description", isPlural: false },
  example: { word: "example", isPlural: false },
  examples: { word: "examples", isPlural: true },
  externalDocs: { word: "link to further documentation", isPlural: false },
  license: { word: "licence", isPlural: false },
  summary: { word: "summary", isPlural: false },
  tags: { word: "tags", isPlural: true },
  termsOfService: { word: "terms of service", isPlural: true },
  title: { word: "title", isPlural: false },
  xml: { word: "form as XML", isPlural: false },
};

/** A bound with its sign where it leaves its own number out. */
export const boundText = (value: unknown): string => {
  if (typeof value !== "object" || value === null || !("value" in value)) return valueText(value);
  return `${valueText(value.value)}${"exclusive" in value && value.exclusive === true ? " (exclusive)" : ""}`;
};

/** An error as a rule tells it apart. */
export const errorText = ({ status, kind }: { readonly status: unknown; readonly kind: string | undefined }): string =>
  `an error ${valueText(status)}${kind === undefined ? "" : ` of the kind ${nameText(kind)}`}`;

/** What lets a caller in. */
export const requirements = (list: Requirements): string =>
  listText(
    list.map((requirement) => {
      const schemes = Object.entries(requirement).map(([name, scopes]) =>
        scopes.length === 0 ? nameText(name) : `${nameText(name)} with ${listText(scopes.map(nameText))}`,
      );
      return schemes.length === 0 ? "nothing" : schemes.join(" together with ");
    }),
    { word: "or" },
  );

const about = (subject: Subject): string => capitalized(subjectPhrase(subject));

/** What a client sends is accepted; what it receives may be. */
const gain = (subject: Subject): string => (isSent(subject) ? "now accepts" : "may now be");

const loss = (subject: Subject): string => (isSent(subject) ? "no longer accepts" : "can no longer be");

const place = (subject: Subject): string =>
  capitalized(subject.uses[0] === undefined ? "the document" : wherePhrase(subject));

const asks = ({ operations }: Subject): string => (operations.length === 1 ? "asks" : "ask");

const values = (list: readonly unknown[]): string => listText(list.map(valueText));

const ofTypes = (types: readonly string[] | undefined): string =>
  types === undefined ? "of any type" : typesPhrase(types);

/** How a parameter is written: in its style, or as a media type. */
export const writingText = (text: string): string => (text === "style" ? "a plain value" : nameText(text));

const accessWord = (by: "readOnly" | "writeOnly"): string => (by === "readOnly" ? "read-only" : "write-only");

const unionText = (kind: "oneOf" | "anyOf"): string =>
  kind === "oneOf" ? "exactly one of its variants (`oneOf`)" : "one or more of its variants (`anyOf`)";

const ruleText = (rule: string): string => `the rule ${codeSpan(rule)}`;

const phaseOf = (phase: string, subject: Subject): string => {
  const use = subject.uses[0];
  const whose = use === undefined ? "a job" : placePhrase(use.place);
  return `${capitalized(whose)} in the phase ${nameText(phase)}`;
};
